using System.Net.Http.Json;
using Fleet.Contracts.Api;

namespace Fleet.Client;

public sealed partial class FleetClient
{
    /// <summary>A page of the projects.</summary>
    public Task<ProjectList> ListProjectsAsync(ListOptions? options, CancellationToken cancellationToken) =>
        GetAsync(ApiPath.WithQuery(ApiPath.Projects, options), Json.ProjectList, cancellationToken);

    /// <summary>A project.</summary>
    public Task<Project> GetProjectAsync(string project, CancellationToken cancellationToken) =>
        GetAsync(ApiPath.Project(project), Json.Project, cancellationToken);

    /// <summary>Makes a project.</summary>
    /// <param name="create">Its fields.</param>
    /// <param name="idempotencyKey">The same key repeats the same call without a second effect; null makes one for this call.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Project> CreateProjectAsync(CreateProject create, string? idempotencyKey, CancellationToken cancellationToken) =>
        PostAsync(ApiPath.Projects, create, Json.CreateProject, Json.Project, idempotencyKey, cancellationToken);

    /// <summary>Changes a project.</summary>
    /// <param name="project">Its name or id.</param>
    /// <param name="patch">The fields to set; the name is not one of them.</param>
    /// <param name="ifMatch"><see cref="Project.Etag"/> as it was read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<Project> UpdateProjectAsync(string project, CreateProject patch, string? ifMatch, CancellationToken cancellationToken) =>
        SendAsync(
            MergePatch(ApiPath.Project(project), JsonContent.Create(patch, Json.CreateProject), ifMatch),
            (response, cancel) => ReadAsync(response, Json.Project, cancel),
            AnswerTime,
            cancellationToken);

    /// <summary>Removes a project.</summary>
    public Task DeleteProjectAsync(string project, string? ifMatch, CancellationToken cancellationToken) =>
        DeleteAsync(ApiPath.Project(project), ifMatch, cancellationToken);
}
