namespace Fleet.GuestAgent.Steps;

/// <summary>What a crash in the middle of a step means for the next boot.</summary>
internal enum StepKind
{
    /// <summary>It is run again; running it twice is like running it once.</summary>
    Ensure,

    /// <summary>It looks at the evidence, then decides.</summary>
    Probe,

    /// <summary>It is not run again, but reported as interrupted.</summary>
    Once,
}

/// <summary>One step of the boot: hostname, users, a script.</summary>
internal interface IBootStep
{
    /// <summary>Its segment of the path.</summary>
    string Name { get; }

    Stage Stage { get; }

    StepKind Kind { get; }

    /// <summary>Whether there is anything to do. A step without work does not appear in the timeline.</summary>
    bool HasWork(BootContext boot);

    /// <summary>Does it. A failure is an answer; what is thrown becomes one.</summary>
    Task<StepEnd> RunAsync(StepRun run, CancellationToken ct);
}
