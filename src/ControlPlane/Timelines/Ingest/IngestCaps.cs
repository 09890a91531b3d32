namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>
/// What one agent may create (HB-22). An enrolled guest may be hostile, and every name it invents is a row or memory here: an honest one stays far below all of these.
/// </summary>
internal static class IngestCaps
{
    /// <summary>Streams that one instance may open within a day; a report with one epoch more is refused.</summary>
    public const int StreamsPerDay = 1000;

    /// <summary>Boots that one instance may open within a day; events of one more are set aside.</summary>
    public const int BootsPerDay = 1000;

    /// <summary>Spans that are kept of one boot; the events of more are stored all the same.</summary>
    public const int SpansPerBoot = 5000;

    /// <summary>Events that are kept aside of one stream; more are counted and dropped.</summary>
    public const int DeadLettersPerStream = 1000;
}
