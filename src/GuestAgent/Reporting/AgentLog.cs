namespace Fleet.GuestAgent.Reporting;

/// <summary>Lines for the journal: <c>&lt;6&gt;text</c> (sd-daemon(3)). Text from elsewhere cannot forge a line: control characters become spaces.</summary>
internal sealed class AgentLog(TextWriter writer)
{
    private readonly Lock _gate = new();

    public static AgentLog Silent { get; } = new(TextWriter.Null);

    public void Error(string text) => Write('3', text);

    public void Warning(string text) => Write('4', text);

    public void Info(string text) => Write('6', text);

    public void Debug(string text) => Write('7', text);

    private void Write(char priority, string text)
    {
        var line = string.Create(Math.Min(text.Length, 2000), text, static (span, s) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(s[i]) ? ' ' : s[i];
        });
        try
        {
            lock (_gate)
                writer.WriteLine($"<{priority}>{line}");
        }
        catch (IOException)
        {
            // journald was restarted: a line is lost, the work is not.
        }
    }
}
