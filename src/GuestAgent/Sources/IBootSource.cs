namespace Fleet.GuestAgent.Sources;

/// <summary>One way for a machine to learn where it runs.</summary>
internal interface IBootSource
{
    string Name { get; }

    /// <returns>Null when this machine has no such source.</returns>
    /// <exception cref="Identity.AgentRefusedException">There is one, and its answer is no good.</exception>
    Task<Bootstrap?> ReadAsync(CancellationToken ct);
}
