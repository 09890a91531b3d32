using System.Diagnostics.CodeAnalysis;
using System.Text;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>
/// What travels in a NOTIFY: the sender, then the changes: <c>3f0c9d1e;m:0198…:-,b:0198…:0198…</c>. PostgreSQL takes less than 8000 bytes, so a burst may need several.
/// </summary>
internal static class ChangePayload
{
    public const int MaxBytes = 7900;

    private const string None = "-";

    private static readonly (string Kind, string Letter)[] Kinds = [("metadata", "m"), ("status", "s"), ("spec", "p"), ("boot", "b")];

    public static IReadOnlyList<string> Write(string sender, IEnumerable<Change> changes)
    {
        var payloads = new List<string>();
        var current = new StringBuilder();
        foreach (var change in changes)
        {
            var letter = Array.Find(Kinds, k => k.Kind == change.Kind).Letter ?? throw new ArgumentException($"no kind of change is called {change.Kind}", nameof(changes));
            var item = $"{letter}:{change.Project.Value:N}:{change.Instance?.Value.ToString("N") ?? None}";
            if (current.Length + item.Length + 1 > MaxBytes)
            {
                payloads.Add(current.ToString());
                current.Clear();
            }

            current.Append(current.Length == 0 ? $"{sender};" : ",").Append(item);
        }

        if (current.Length > 0)
            payloads.Add(current.ToString());
        return payloads;
    }

    /// <summary>An item that this version does not know is passed over: a newer node may have sent it.</summary>
    public static (string Sender, IReadOnlyList<Change> Changes) Read(string payload)
    {
        var parts = payload.Split(';', 2);
        var changes = new List<Change>();
        if (parts.Length == 2)
            foreach (var item in parts[1].Split(','))
                if (TryRead(item, out var change))
                    changes.Add(change);
        return (parts[0], changes);
    }

    private static bool TryRead(string item, [NotNullWhen(true)] out Change? change)
    {
        change = null;
        if (item.Split(':') is not [var letter, var project, var instance] || Array.Find(Kinds, k => k.Letter == letter).Kind is not { } kind || !Guid.TryParseExact(project, "N", out var projectId))
            return false;
        if (instance == None)
            change = new(new(projectId), null, kind);
        else if (Guid.TryParseExact(instance, "N", out var instanceId))
            change = new(new(projectId), new InstanceId(instanceId), kind);
        return change is not null;
    }
}
