using System.Runtime.InteropServices;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>Who watches what on this node. Not safe for threads: the hub locks it.</summary>
internal sealed class WatchRegister
{
    private readonly Dictionary<InstanceId, List<Watcher>> byInstance = [];
    private readonly Dictionary<ProjectId, HashSet<InstanceId>> byProject = [];

    public int Count { get; private set; }

    public IReadOnlyCollection<InstanceId> Instances => byInstance.Keys;

    public int CountOf(InstanceId instance) => byInstance.TryGetValue(instance, out var all) ? all.Count : 0;

    public IReadOnlyList<Watcher> Of(InstanceId instance) => byInstance.TryGetValue(instance, out var all) ? all : [];

    public IReadOnlyCollection<InstanceId> Of(ProjectId project) => byProject.TryGetValue(project, out var all) ? all : [];

    public void Add(Watcher watcher)
    {
        (CollectionsMarshal.GetValueRefOrAddDefault(byInstance, watcher.Instance, out _) ??= []).Add(watcher);
        (CollectionsMarshal.GetValueRefOrAddDefault(byProject, watcher.Project, out _) ??= []).Add(watcher.Instance);
        Count++;
    }

    public void Remove(Watcher watcher)
    {
        if (!byInstance.TryGetValue(watcher.Instance, out var all) || !all.Remove(watcher))
            return;
        Count--;
        if (all.Count > 0)
            return;
        byInstance.Remove(watcher.Instance);
        if (byProject.TryGetValue(watcher.Project, out var instances) && instances.Remove(watcher.Instance) && instances.Count == 0)
            byProject.Remove(watcher.Project);
    }
}
