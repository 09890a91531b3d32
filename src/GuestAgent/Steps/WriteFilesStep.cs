using System.Text;
using Fleet.Contracts.Events;
using Fleet.GuestAgent.Machine;
using Fleet.GuestAgent.Machine.Files;
using Fleet.UserData.Config;

namespace Fleet.GuestAgent.Steps;

/// <summary>cloud-config's <c>write_files</c>, each once for an instance: what is changed on the machine later stays.</summary>
internal sealed class WriteFilesStep(Stage stage, bool deferred) : IBootStep
{
    public string Name => "write-files";

    public Stage Stage => stage;

    public StepKind Kind => StepKind.Ensure;

    public bool HasWork(BootContext boot) => Files(boot).Any();

    public async Task<StepEnd> RunAsync(StepRun run, CancellationToken ct)
    {
        var names = new SegmentNames();
        var files = Files(run.Boot).Select(f => (File: f, Name: names.Of(f.Path.TrimStart('/')), Content: Identity(f))).ToList();
        if (files.TrueForAll(f => run.Child(f.Name).IsDone(f.Content)))
            return StepEnd.Skipped("written in an earlier boot");
        var failed = 0;
        foreach (var (file, name, content) in files)
            failed += (await run.ChildAsync(name, child => child.OnceAsync(Kind, content, () => Task.FromResult(Write(run.Host, file)))).ConfigureAwait(false)).IsFailure ? 1 : 0;
        return failed == 0 ? StepEnd.Succeeded : StepEnd.Failed($"{failed} of {files.Count} files could not be written");
    }

    private static StepEnd Write(Host host, WriteFileSpec file)
    {
        var rights = new FileRights(file.Permissions, Uid(host, file), Gid(host, file));
        var directory = file.Path[..Math.Max(file.Path.LastIndexOf('/'), 1)];
        // As cloud-init: missing directories get the file's owner and 0755.
        if (directory != "/")
            host.Files.MakeDirectories(directory, FileRights.PublicDirectory with { Uid = rights.Uid, Gid = rights.Gid });
        host.Files.SweepStale(directory);
        if (file.Append)
            host.Files.Append(file.Path, file.Content, rights);
        else
            host.Files.WriteAtomic(file.Path, file.Content, rights);
        return new(StepOutcome.Succeeded, file.Path);
    }

    private static uint? Uid(Host host, WriteFileSpec file) => file.Owner.User is not { } name ? null
        : host.Accounts.Files.Find(name)?.Uid ?? throw new MachineException($"the owner '{name}' does not exist{Hint(file)}");

    private static uint? Gid(Host host, WriteFileSpec file) => file.Owner.Group is not { } name ? null
        : host.Accounts.Files.GroupId(name) ?? throw new MachineException($"the group '{name}' does not exist{Hint(file)}");

    private static string Hint(WriteFileSpec file) => file.Defer ? "" : "; with 'defer: true' the file is written after users and groups are made";

    private IEnumerable<WriteFileSpec> Files(BootContext boot) => (boot.Config?.WriteFiles ?? []).Where(f => f.Defer == deferred);

    private static byte[] Identity(WriteFileSpec file) =>
        [.. Encoding.UTF8.GetBytes($"{file.Path}\0{file.Owner.User}\0{file.Owner.Group}\0{file.Permissions}\0{file.Append}\0"), .. file.Content.Span];
}
