using System.Globalization;
using System.Text;
using Fleet.UserData.Config;

namespace Fleet.GuestAgent.Steps;

/// <summary>
/// cloud-init runs all of <c>runcmd</c> as lines of one shell script, so that directory, variables and functions carry over from command to command, and a
/// failure stops nothing. That is kept, and yet each command gets a span of its own: between the commands the script writes marks into its own output.
/// <para>The marks go to the output FIFO by its path, not by an inherited descriptor: a command may redirect the shell's output for good
/// (<c>exec &gt;/var/log/x</c>), and a daemon that it starts inherits nothing. Each command is an argument of <c>eval</c>: a syntax error spoils it alone, and
/// <c>command</c> keeps it from ending the shell (POSIX 2.14 special built-ins).</para>
/// </summary>
internal static class CommandScript
{
    /// <summary>What a command is for the shell.</summary>
    public static string Text(CommandSpec command) => command.Shell ?? string.Join(' ', command.Argv!.Select(Quote));

    /// <param name="commands">In order.</param>
    /// <param name="fifo">Where the marks go.</param>
    /// <param name="token">What marks them, unguessable for output that merely looks like one.</param>
    public static string Of(IReadOnlyList<string> commands, string fifo, string token)
    {
        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $$"""
            #!/bin/sh
            # Written by Fleet from runcmd.
            umask 022
            echo 0 > /proc/self/oom_score_adj
            cd /
            __fleet_rc=0
            __fleet_start() { printf '\036{{token}} start %d 0\n' "$1" > {{Quote(fifo)}}; return "$__fleet_rc"; }
            __fleet_end() { __fleet_rc=$2; printf '\036{{token}} end %d %d\n' "$1" "$2" > {{Quote(fifo)}}; }

            """);
        for (var n = 1; n <= commands.Count; n++)
            // Silenced because of "set -x". What the command before left in $? is there again for the next.
            script.Append(CultureInfo.InvariantCulture, $$"""
                { __fleet_start {{n}}; } 2>/dev/null
                command eval {{Quote(commands[n - 1])}}
                { __fleet_end {{n}} "$?"; } 2>/dev/null

                """);
        return script.Append("exit 0\n").ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
