using Fleet.Contracts;

namespace Fleet.ControlPlane.Timelines.Ingest;

/// <summary>What a committed group has done.</summary>
/// <param name="Plans">Each stream as it is now; one whose instance is gone, or may open no more, is missing.</param>
/// <param name="Present">The instances that are not gone.</param>
/// <param name="DbEpoch">Read in the same transaction.</param>
/// <param name="Boots">Instances whose spans moved.</param>
/// <param name="Statuses">Instances whose state or confirmed keys changed.</param>
internal sealed record Written(
    IReadOnlyDictionary<StreamKey, StreamPlan> Plans, IReadOnlySet<InstanceId> Present, string DbEpoch, IReadOnlyCollection<(ProjectId, InstanceId)> Boots, IReadOnlyCollection<(ProjectId, InstanceId)> Statuses);
