namespace Fleet.GuestAgent.Machine.Running;

/// <summary>Takes the output of one process, on the thread that waits for it.</summary>
internal interface IOutputReader
{
    /// <summary>The next bytes.</summary>
    void Bytes(ReadOnlySpan<byte> bytes);

    /// <summary>A short time has passed: show what has been held back.</summary>
    void Tick();

    /// <summary>Nothing more comes.</summary>
    void End();
}
