namespace Fleet.GuestAgent.Steps;

/// <summary>How a stage went. It went through in any case: a step fails alone.</summary>
/// <param name="Failed">How many steps failed, timed out or were interrupted.</param>
/// <param name="FirstFailedPath">The first of them, such as <c>final/runcmd/2</c>.</param>
/// <param name="FirstFailure">Its reason.</param>
internal sealed record StageResult(int Failed, string? FirstFailedPath, string? FirstFailure);
