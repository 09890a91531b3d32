using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Instances;
using Fleet.ControlPlane.Instances.Projects;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Access.Keys;

/// <summary>Whose keys: a whole project's, or one instance's. Each subject has a signed set and a counter of its own.</summary>
/// <param name="Project">The project.</param>
/// <param name="Instance">The instance; null for the project itself.</param>
/// <param name="Path">Where its keys are in the API.</param>
internal sealed record KeySubject(ProjectId Project, InstanceId? Instance, string Path)
{
    /// <summary>Its name in orders.</summary>
    public string Subject => Instance is { } id ? OrderSubject.Of(id) : OrderSubject.Of(Project);

    public Task<Outcome<T>> WriteAsync<T>(IMetadataWriter writer, Func<MetadataWrite, Task<Outcome<T>>> act, CancellationToken cancellationToken) => Instance is { } id
        ? writer.WriteInstanceAsync(Project, id, null, act, cancellationToken)
        : writer.WriteProjectAsync(Project, null, act, cancellationToken);

    public NotFoundError MissingKey(string key) => new($"{Path["/api/v1/".Length..]}/sshKeys/{(key.Length <= 64 ? key : key[..64] + "…")}");
}

/// <summary>Finds the subject that a path names: its <c>{project}</c>, and its <c>{instance}</c> where it has one.</summary>
internal sealed class KeySubjectLookup(ProjectReader projects, InstanceLookup instances)
{
    public async Task<Outcome<KeySubject>> FindAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var project = (string)http.Request.RouteValues["project"]!;
        if (http.Request.RouteValues["instance"] is string instance)
        {
            var found = await instances.FindAsync(project, instance, cancellationToken);
            return found.Error is not null ? found.Error : new KeySubject(found.Value!.Project, found.Value.Id, found.Value.Path);
        }

        var whole = await projects.FindAsync(project, cancellationToken);
        return whole.Error is not null ? whole.Error : new KeySubject(whole.Value!.Id, null, $"/api/v1/projects/{project}");
    }
}
