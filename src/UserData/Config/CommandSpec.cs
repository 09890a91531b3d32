namespace Fleet.UserData.Config;

/// <summary>One entry of <c>runcmd</c>: either a line for the shell, or a program with its arguments.</summary>
public sealed record CommandSpec
{
    private CommandSpec(string? shell, IReadOnlyList<string>? argv)
    {
        Shell = shell;
        Argv = argv;
    }

    /// <summary>Text for <c>/bin/sh</c>, possibly of several lines; null when <see cref="Argv"/> is set.</summary>
    public string? Shell { get; }

    /// <summary>Program and arguments, never empty; null when <see cref="Shell"/> is set.</summary>
    public IReadOnlyList<string>? Argv { get; }

    /// <summary>A line for the shell.</summary>
    public static CommandSpec FromShell(string line) => new(line, null);

    /// <summary>A program with its arguments.</summary>
    public static CommandSpec FromArgv(IReadOnlyList<string> argv) => new(null, argv);
}
