using Fleet.Contracts;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>Names a stream: one writer's life on one instance.</summary>
internal readonly record struct StreamKey(InstanceId Instance, string Reporter, Guid Epoch)
{
    /// <summary>The reporter of everything that comes over the agents' hub.</summary>
    public const string Agent = "agent";
}
