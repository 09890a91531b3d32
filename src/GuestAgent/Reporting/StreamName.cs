namespace Fleet.GuestAgent.Reporting;

/// <summary>The agent's two streams: output, which may be long, never holds up what steps say of themselves.</summary>
internal enum StreamName
{
    Timeline,
    Output,
}
