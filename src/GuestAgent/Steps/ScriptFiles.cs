using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Steps;

/// <summary>What scripts of user-data have in common.</summary>
internal static class ScriptFiles
{
    /// <summary>0700 root, and not on /tmp or /run, which may be mounted noexec.</summary>
    public const string Directory = "/var/lib/fleet/scripts";

    /// <summary>How long a script may take.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromHours(1);

    public static void Write(SafeFs fs, string path, ReadOnlyMemory<byte> content)
    {
        fs.MakeDirectories(Directory, FileRights.PrivateDirectory);
        fs.SweepStale(Directory);
        fs.WriteAtomic(path, content, FileRights.PrivateDirectory);
    }

    public static IReadOnlyDictionary<string, string> Environment(StepRun run) => new Dictionary<string, string>
    {
        ["FLEET_INSTANCE_ID"] = run.Boot.Instance,
        ["FLEET_INSTANCE"] = run.Boot.Inputs.Document?.Name ?? "",
        ["FLEET_PROJECT"] = run.Boot.Inputs.Document?.Project ?? "",
    };
}
