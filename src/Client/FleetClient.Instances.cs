using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fleet.Contracts.Api;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>A page of a project's instances.</summary>
    public Task<InstanceList> ListInstancesAsync(string project, ListOptions? options, CancellationToken cancellationToken) =>
        GetAsync(ApiPath.WithQuery(ApiPath.Instances(project), options), Json.InstanceList, cancellationToken);

    /// <summary>All instances of a project that fulfil the filter, page after page.</summary>
    public async IAsyncEnumerable<Instance> EnumerateInstancesAsync(
        string project, ListOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        options ??= new ListOptions();
        do
        {
            var page = await ListInstancesAsync(project, options, cancellationToken).ConfigureAwait(false);
            foreach (var instance in page.Instances)
                yield return instance;
            options = options with { PageToken = page.NextPageToken };
        }
        while (options.PageToken is not null);
    }

    /// <summary>An instance; its <see cref="Instance.Etag"/> is the value for a change's <c>ifMatch</c>.</summary>
    /// <param name="project">The project's name or id.</param>
    /// <param name="instance">The instance's name or id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Instance> GetInstanceAsync(string project, string instance, CancellationToken cancellationToken) =>
        GetAsync(ApiPath.Instance(project, instance), Json.Instance, cancellationToken);

    /// <summary>Registers an instance; for the key see <see cref="CreateProjectAsync"/>.</summary>
    public Task<Instance> CreateInstanceAsync(string project, CreateInstance create, string? idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync(ApiPath.Instances(project), create, Json.CreateInstance, Json.Instance, idempotencyKey, cancellationToken);

    /// <summary>Changes an instance.</summary>
    /// <param name="project">The project's name or id.</param>
    /// <param name="instance">The instance's name or id.</param>
    /// <param name="patch">The fields to set.</param>
    /// <param name="clear">Fields to clear, by their names on the wire (<c>zone</c>): a null in <paramref name="patch"/> leaves a field alone.</param>
    /// <param name="ifMatch"><see cref="Instance.Etag"/> as it was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Instance> UpdateInstanceAsync(
        string project, string instance, UpdateInstance patch, IReadOnlyCollection<string> clear, string? ifMatch, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToNode(patch, Json.UpdateInstance)!.AsObject();
        foreach (var field in clear)
            body[field] = null;
        return SendAsync(
            MergePatch(ApiPath.Instance(project, instance), new StringContent(body.ToJsonString()), ifMatch),
            (response, cancel) => ReadAsync(response, Json.Instance, cancel),
            AnswerTime,
            cancellationToken);
    }

    /// <summary>Removes an instance.</summary>
    public Task DeleteInstanceAsync(string project, string instance, string? ifMatch, CancellationToken cancellationToken) =>
        DeleteAsync(ApiPath.Instance(project, instance), ifMatch, cancellationToken);

    /// <summary>Waits until the instance is as asked, or never will be, or the time is up; answers it as it then is.</summary>
    public Task<Instance> WaitAsync(string project, string instance, WaitRequest wait, CancellationToken cancellationToken) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, $"{ApiPath.Instance(project, instance)}:wait") { Content = JsonContent.Create(wait, Json.WaitRequest) },
            (response, cancel) => ReadAsync(response, Json.Instance, cancel),
            // The server holds the answer on purpose, by default for a minute.
            TimeSpan.FromSeconds(wait.TimeoutSeconds ?? 60) + AnswerTime,
            cancellationToken);
}
