using System.Text.Json;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Journal;

/// <summary>
/// What was begun and what was done, by (instance, step, hash of its content), in <c>/var/lib/fleet/journal.json</c>. The hash is part of it, so that changed
/// user-data runs; never a time stamp. Each call is durable when it returns.
/// </summary>
internal sealed class BootJournal(SafeFs fs)
{
    private const string Directory = "/var/lib/fleet";
    private const string Path = Directory + "/journal.json";

    private readonly Lock _lock = new();
    private JournalFile? _file;

    private JournalFile File => _file ??= Read();

    /// <summary>The instance that the last boot was for; null on the first, and when the journal cannot be read (every other call then says so).</summary>
    public string? LastInstance()
    {
        lock (_lock)
            try
            {
                return File.Instance;
            }
            catch (MachineException)
            {
                return null;
            }
    }

    public JournalState StateOf(JournalKey key)
    {
        lock (_lock)
            return File.Entries.FirstOrDefault(e => e.Key == key)?.State ?? JournalState.Unknown;
    }

    /// <summary>Call it before the first side effect of a step that must not run twice.</summary>
    public void Started(JournalKey key) => Set(new(key, JournalState.Started, null));

    /// <summary>Call it after the last side effect.</summary>
    public void Done(JournalKey key, StepOutcome outcome) => Set(new(key, JournalState.Done, outcome));

    private void Set(JournalEntry entry)
    {
        lock (_lock)
        {
            var next = new JournalFile(entry.Key.Instance, [.. File.Entries.Where(e => e.Key != entry.Key), entry]);
            fs.MakeDirectories(Directory, FileRights.PrivateDirectory);
            fs.WriteAtomic(Path, JsonSerializer.SerializeToUtf8Bytes(next, JournalJson.Default.JournalFile), FileRights.Private);
            _file = next;
        }
    }

    private JournalFile Read()
    {
        fs.SweepStale(Directory);
        if (fs.ReadFile(Path, 64 * 1024 * 1024) is not { } bytes)
            return new(null, []);
        try
        {
            return JsonSerializer.Deserialize(bytes, JournalJson.Default.JournalFile) ?? new(null, []);
        }
        catch (JsonException e)
        {
            // Starting anew would run once-only scripts again.
            throw new MachineException($"{Path} is damaged ({e.Message}); remove it to let this guest provision anew");
        }
    }
}
