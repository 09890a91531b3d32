namespace Fleet.GuestAgent.Steps;

/// <summary>
/// All steps, in the order in which they run within their stage.
/// To add one: a file <c>Steps/NounStep.cs</c> that implements <see cref="IBootStep"/>, a line here at its place, a test in <c>tests/GuestAgent.Tests/Steps</c>.
/// Anything that touches the machine goes into <c>Machine/</c>.
/// </summary>
internal static class BootPlan
{
    public static IReadOnlyList<IBootStep> Steps { get; } =
    [
        new UserDataStep(),
        new HostnameStep(),
        // Before users, as in cloud-init: /etc/skel or a shell's settings may be among the files.
        new WriteFilesStep(Stage.Login, deferred: false),
        new GroupsStep(),
        new UsersStep(),
        new SshKeysStep(),

        new WriteFilesStep(Stage.Final, deferred: true),
        new RunCmdStep(),
        new UserScriptStep(),
    ];
}
