namespace Fleet.GuestAgent.Machine.Running;

/// <summary>What to run. No shell is involved: each argument arrives as it is.</summary>
/// <param name="Program">A name that is looked for in the system's directories, or an absolute path.</param>
/// <param name="Arguments">Without the program itself.</param>
internal sealed record ProcessSpec(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Beyond PATH, LANG and HOME. Nothing of the agent's own environment is handed on.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it reads; empty = /dev/null. At most 4 KiB: it must fit into a pipe. The place for what must not be seen in a process list.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Then its group gets SIGTERM, and SIGKILL ten seconds later.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A FIFO of the host that takes the output instead of a pipe; whoever opens it by its path writes into the same stream.</summary>
    public string? OutputFifo { get; init; }
}
