using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>415: the body is in a form that this route does not read.</summary>
internal sealed record UnsupportedMediaError(IReadOnlyList<string> Known) : FleetError(StatusCodes.Status415UnsupportedMediaType, "request.mediaType",
    "Another content type is needed", $"send Content-Type: {string.Join(" or ", Known)}, in UTF-8");
