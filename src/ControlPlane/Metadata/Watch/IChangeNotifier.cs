using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>Tells every node, soon after a commit, what to read again. A hint, and never the truth: it may be lost, doubled or early.</summary>
internal interface IChangeNotifier
{
    /// <summary>Something of the project or of one instance changed. Never blocks; hints are coalesced into one NOTIFY.</summary>
    /// <param name="project">The project.</param>
    /// <param name="instance">The instance; null when the project itself changed.</param>
    /// <param name="kind"><c>metadata</c>, <c>status</c>, <c>spec</c> or <c>boot</c> (a boot's spans moved; hint only, no change_log row).</param>
    void Changed(ProjectId project, InstanceId? instance, string kind);
}
