using System.Text.Json.Serialization;

namespace Fleet.ControlPlane.Audit;

/// <summary>One act.</summary>
/// <param name="Id">Its number; it grows, with holes.</param>
/// <param name="At">When, by the database's clock.</param>
/// <param name="Actor">Who: <c>token:admin</c>, <c>system</c>.</param>
/// <param name="Action">What: <c>sshKeys.create</c>.</param>
/// <param name="ProjectId">In which project.</param>
/// <param name="Resource">On what: <c>instances/{id}/sshKeys/{id}</c>.</param>
/// <param name="Detail">More; never a secret.</param>
internal sealed record AuditEvent(long Id, DateTimeOffset At, string Actor, string Action, Guid? ProjectId, string Resource, IReadOnlyDictionary<string, string>? Detail);

/// <summary>A page of audit events, newest first.</summary>
internal sealed record AuditEventList(IReadOnlyList<AuditEvent> AuditEvents, string? NextPageToken);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEventList))]
internal sealed partial class AuditJson : JsonSerializerContext;
