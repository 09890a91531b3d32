using System.Net.Http.Json;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>The attributes of a project.</summary>
    public Task<Tagged<Dictionary<string, string>>> GetProjectMetadataAsync(string project, CancellationToken cancellationToken) =>
        GetTaggedAsync($"{ApiPath.Project(project)}/metadata", Json.DictionaryStringString, cancellationToken);

    /// <summary>Sets attributes of a project.</summary>
    /// <param name="project">Its name or id.</param>
    /// <param name="patch">Values to set; null removes one.</param>
    /// <param name="ifMatch">The tag as it was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All attributes after the change.</returns>
    public Task<Tagged<Dictionary<string, string>>> PatchProjectMetadataAsync(
        string project, Dictionary<string, string?> patch, string? ifMatch, CancellationToken cancellationToken) =>
        PatchMetadataAsync($"{ApiPath.Project(project)}/metadata", patch, ifMatch, cancellationToken);

    /// <summary>The attributes of an instance, without the project's.</summary>
    public Task<Tagged<Dictionary<string, string>>> GetInstanceMetadataAsync(string project, string instance, CancellationToken cancellationToken) =>
        GetTaggedAsync($"{ApiPath.Instance(project, instance)}/metadata", Json.DictionaryStringString, cancellationToken);

    /// <summary>Sets attributes of an instance; see <see cref="PatchProjectMetadataAsync"/>.</summary>
    public Task<Tagged<Dictionary<string, string>>> PatchInstanceMetadataAsync(
        string project, string instance, Dictionary<string, string?> patch, string? ifMatch, CancellationToken cancellationToken) =>
        PatchMetadataAsync($"{ApiPath.Instance(project, instance)}/metadata", patch, ifMatch, cancellationToken);

    private Task<Tagged<Dictionary<string, string>>> PatchMetadataAsync(
        string path, Dictionary<string, string?> patch, string? ifMatch, CancellationToken cancellationToken) =>
        // Dictionary<string, string?> and <string, string> are one type to the JSON context: null values are written, they are entries and no properties.
        SendAsync(
            MergePatch(path, JsonContent.Create(patch, Json.DictionaryStringString!), ifMatch),
            (response, cancel) => ReadTaggedAsync(response, Json.DictionaryStringString, cancel),
            AnswerTime,
            cancellationToken);
}
