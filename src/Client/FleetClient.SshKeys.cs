using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>The keys of a project, which every instance of it has.</summary>
    public Task<SshKeyList> ListProjectSshKeysAsync(string project, CancellationToken cancellationToken) =>
        GetAsync($"{ApiPath.Project(project)}/sshKeys", Json.SshKeyList, cancellationToken);

    /// <summary>Pushes a key to every instance of a project; for the idempotency key see <see cref="CreateProjectAsync"/>.</summary>
    public Task<SshKey> CreateProjectSshKeyAsync(string project, CreateSshKey create, string? idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync($"{ApiPath.Project(project)}/sshKeys", create, Json.CreateSshKey, Json.SshKey, idempotencyKey, cancellationToken);

    /// <summary>Removes a project's key.</summary>
    public Task DeleteProjectSshKeyAsync(string project, SshKeyId key, CancellationToken cancellationToken) =>
        DeleteAsync($"{ApiPath.Project(project)}/sshKeys/{key}", null, cancellationToken);

    /// <summary>The keys of an instance, without the project's.</summary>
    public Task<SshKeyList> ListSshKeysAsync(string project, string instance, CancellationToken cancellationToken) =>
        GetAsync($"{ApiPath.Instance(project, instance)}/sshKeys", Json.SshKeyList, cancellationToken);

    /// <summary>One key of an instance, also after it has expired or been removed.</summary>
    public Task<SshKey> GetSshKeyAsync(string project, string instance, SshKeyId key, CancellationToken cancellationToken) =>
        GetAsync($"{ApiPath.Instance(project, instance)}/sshKeys/{key}", Json.SshKey, cancellationToken);

    /// <summary>Pushes a key to an instance. It is in force once its state is <see cref="SshKeyState.Applied"/>.</summary>
    public Task<SshKey> CreateSshKeyAsync(string project, string instance, CreateSshKey create, string? idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync($"{ApiPath.Instance(project, instance)}/sshKeys", create, Json.CreateSshKey, Json.SshKey, idempotencyKey, cancellationToken);

    /// <summary>Removes an instance's key.</summary>
    public Task DeleteSshKeyAsync(string project, string instance, SshKeyId key, CancellationToken cancellationToken) =>
        DeleteAsync($"{ApiPath.Instance(project, instance)}/sshKeys/{key}", null, cancellationToken);
}
