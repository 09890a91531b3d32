using System.CommandLine;
using Fleet.GuestAgent.Machine.Files;

namespace Fleet.GuestAgent.Commands;

/// <summary><c>fleet-agent clean</c>: before an image is captured, what makes this machine this machine goes.</summary>
internal static class CleanCommand
{
    private const int MaxDepth = 4; // nothing of the agent's lies deeper

    // Everything in them goes; they themselves come with the package.
    private static readonly string[] State = ["/var/lib/fleet", "/var/lib/fleet-keys", "/run/fleet"];

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
        return State.Select(d => Empty(fs, d, MaxDepth)).ToList().TrueForAll(done => done) ? 0 : 1;
    }

    private static bool Empty(SafeFs fs, string directory, int depth)
    {
        var done = true;
        foreach (var path in fs.List(directory).Select(n => $"{directory}/{n}"))
            try
            {
                var isDirectory = fs.IsDirectory(path);
                if (isDirectory && depth > 1)
                    done &= Empty(fs, path, depth - 1);
                if (isDirectory ? fs.DeleteDirectory(path) : fs.Delete(path))
                    Console.Out.WriteLine($"removed {path}");
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e.Message);
                done = false;
            }

        return done;
    }
}
