using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Instances;

/// <summary>
/// Ends a write that would change nothing: it is rolled back, so that no revision moves and no guest is woken. It never reaches a client: the caller
/// answers what is there.
/// </summary>
internal sealed record Unchanged() : FleetError(StatusCodes.Status200OK, "unchanged", "Nothing to change", "the write would change nothing");
