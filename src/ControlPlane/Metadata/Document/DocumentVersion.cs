using Fleet.Contracts;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>Both counters of one instance's document, read in one statement.</summary>
internal readonly record struct DocumentVersion(ProjectId Project, InstanceId Instance, Etag Etag);
