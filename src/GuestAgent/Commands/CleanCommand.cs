using System.CommandLine;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent clean</c>: before an image is captured, what makes this machine this machine goes.</summary>
internal static class CleanCommand
{
    // Directories are walked to their files; the directories themselves come with the package.
    private static readonly string[] State = ["/var/lib/fleet/identity", "/var/lib/fleet", "/var/lib/fleet-keys", "/run/fleet"];

    public static Command Create()
    {
        var root = CommonOptions.Root();
        var command = new Command("clean", "forgets identity, journal and managed keys: run it before an image is captured") { root };
        command.SetAction(parsed => Run(parsed.GetValue(root)!));
        return command;
    }

    private static int Run(string root)
    {
        using var fs = new SafeFs(root);
        var failed = false;
        foreach (var path in State.SelectMany(d => fs.List(d).Select(n => $"{d}/{n}")).Where(p => !State.Contains(p)))
        {
            try
            {
                if (fs.Delete(path))
                    Console.Out.WriteLine($"removed {path}");
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e.Message);
                failed = true;
            }
        }

        return failed ? 1 : 0;
    }
}
