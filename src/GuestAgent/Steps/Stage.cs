using Fleet.Contracts.Events;

namespace Fleet.GuestAgent.Steps;

/// <summary>The parts of a boot, each a run of the agent or a part of one.</summary>
internal enum Stage
{
    /// <summary>Before the network.</summary>
    Local,

    /// <summary>What sshd waits for.</summary>
    Login,

    /// <summary>After the network; blocks nothing.</summary>
    Final,
}

/// <summary>The names of stages in step paths.</summary>
internal static class StagePaths
{
    public static string Path(this Stage stage) => stage switch
    {
        Stage.Local => StepPath.Local,
        Stage.Login => StepPath.Login,
        Stage.Final => StepPath.Final,
    };
}
