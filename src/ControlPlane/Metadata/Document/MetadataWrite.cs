using Fleet.Contracts;
using Fleet.Storage;

namespace Fleet.ControlPlane.Metadata.Document;

/// <summary>What a metadata write sees inside its transaction, after the counter has moved. Its rows take <see cref="Revision"/>.</summary>
/// <param name="Db">A context on the transaction; it is saved before the commit.</param>
/// <param name="Project">The project.</param>
/// <param name="Instance">The instance, or null when the project itself is written.</param>
/// <param name="Revision">The subject's new counter.</param>
internal sealed record MetadataWrite(FleetDbContext Db, ProjectId Project, InstanceId? Instance, long Revision);
