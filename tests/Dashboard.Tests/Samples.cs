using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.Contracts.Events;

namespace Fleet.Dashboard.Tests;

/// <summary>Resources as the server would answer them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid BootId = new("0b9f3d5e-7c1a-4b0e-9d52-1f0f6a3c2e11");

    public static Instance Instance(
        string name, ProvisioningState state, string? reason = null, string? failedStep = null, Liveness liveness = Liveness.Online, Guid? bootId = null) => new()
    {
        Id = InstanceId.New(),
        Name = name,
        Project = "default",
        Labels = new Dictionary<string, string>(),
        Image = "debian-12",
        Addresses = ["10.77.0.17"],
        MacAddresses = [],
        NetworkInterfaces = [],
        MetadataRevision = "0000000100000001",
        Provisioning = new Provisioning { State = state, Reason = reason, FailedStep = failedStep, BootId = bootId, Since = Noon },
        Liveness = liveness,
        CreatedAt = Noon,
        Etag = "\"7\"",
    };

    public static Boot Boot(IReadOnlyList<BootSpan> spans, IReadOnlyList<BootGap>? gaps = null, double? nowMs = null, StepOutcome? outcome = StepOutcome.Succeeded) => new()
    {
        Id = BootRowId.New(),
        BootId = BootId,
        Origin = BootOrigin.Kernel,
        StartedAt = Noon,
        EndedAt = nowMs is null ? Noon.AddSeconds(10) : null,
        Outcome = nowMs is null ? outcome : null,
        FailedSteps = spans.Count(span => span.Outcome == StepOutcome.Failed),
        NowMs = nowMs,
        Spans = spans,
        Gaps = gaps ?? [],
    };

    public static BootSummary Summary(Boot boot) => new()
    {
        Id = boot.Id,
        BootId = boot.BootId,
        Origin = boot.Origin,
        StartedAt = boot.StartedAt,
        EndedAt = boot.EndedAt,
        Outcome = boot.Outcome,
        FailedSteps = boot.FailedSteps,
    };

    public static BootSpan Done(string path, double start, double length, StepOutcome outcome = StepOutcome.Succeeded, string? message = null) =>
        Running(path, start, message) with { DurationMs = length, Outcome = outcome };

    public static BootSpan Running(string path, double start, string? message = null) => new()
    {
        Path = path,
        Name = StepPath.Name(path),
        Stage = StepPath.Stage(path),
        Parent = StepPath.Parent(path),
        Reporter = "agent",
        Clock = "monotonic",
        StartMs = start,
        Message = message,
    };
}
