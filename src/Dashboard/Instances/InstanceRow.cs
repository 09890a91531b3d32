using Fleet.Contracts;
using Fleet.Contracts.Api;

namespace Fleet.Dashboard.Instances;

/// <summary>An instance in the list, with what is known of its last boot.</summary>
public sealed record InstanceRow(Instance Instance, LastBoot? Boot)
{
    /// <summary>Why it is as it is: the reason, led by the step if the reason does not name it.</summary>
    public string? Why => Instance.Provisioning switch
    {
        { Reason: { } reason, FailedStep: { } step } when !reason.Contains(step, StringComparison.Ordinal) => $"{step}: {reason}",
        { Reason: { } reason } => reason,
        { FailedStep: { } step } => step,
        _ => null,
    };

    public static IReadOnlyList<InstanceRow> Sort(IEnumerable<Instance> instances, IReadOnlyDictionary<InstanceId, LastBoot> boots) =>
    [
        .. instances
            .OrderBy(instance => Urgency.Of(instance).Rank)
            .ThenBy(instance => instance.Name, StringComparer.Ordinal)
            .Select(instance => new InstanceRow(instance, boots.GetValueOrDefault(instance.Id))),
    ];

    /// <summary>What a strip's full width stands for: the longest boot of the same image.</summary>
    public static Dictionary<string, double> Scales(IEnumerable<InstanceRow> rows, DateTimeOffset now) => rows
        .Where(row => row.Boot is not null)
        .GroupBy(row => row.Instance.Image ?? "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Max(row => row.Boot!.Strip(now).LengthMs), StringComparer.Ordinal);
}
