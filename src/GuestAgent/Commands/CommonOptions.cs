using System.CommandLine;

namespace Fleet.GuestAgent.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<string> Root() => new("--root")
    {
        Description = "take all paths below this directory",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
    };
}
