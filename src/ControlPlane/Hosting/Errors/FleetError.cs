using Fleet.Contracts.Api;

namespace Fleet.ControlPlane.Hosting.Errors;

/// <summary>An expected failure. Exceptions are for bugs; one mapper (<see cref="ErrorResult"/>) turns these into RFC 9457.</summary>
internal abstract record FleetError(int Status, string Code, string Title, string Detail)
{
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];
}

/// <summary>400: the request names what is wrong and what would be right.</summary>
internal sealed record InvalidError(string Code, string Detail) : FleetError(StatusCodes.Status400BadRequest, Code, "The request is not valid", Detail)
{
    public static InvalidError Of(IReadOnlyList<FieldProblem> fields, string code = "request.invalid") =>
        new(code, fields.Count == 1 ? $"{fields[0].Pointer}: {fields[0].Detail}" : $"{fields.Count} fields are not valid") { Fields = fields };

    public static InvalidError Of(string pointer, string detail, string code = "request.invalid") => Of([new(pointer, detail)], code);
}

/// <summary>404: the same for what is absent and for what is not yours.</summary>
internal sealed record NotFoundError(string What) : FleetError(StatusCodes.Status404NotFound, "resource.notFound", "Not found", $"{What} does not exist");

/// <summary>409: it exists already, or its state forbids it.</summary>
internal sealed record ConflictError(string Code, string Detail) : FleetError(StatusCodes.Status409Conflict, Code, "Conflict", Detail);

/// <summary>412: If-Match names another version.</summary>
internal sealed record StaleError(string Current) : FleetError(StatusCodes.Status412PreconditionFailed, "request.stale", "Somebody changed it first",
    $"If-Match is not the current version, which is {Current}; read it again and decide anew");

/// <summary>428: If-Match is missing.</summary>
internal sealed record PreconditionRequiredError() : FleetError(StatusCodes.Status428PreconditionRequired, "request.ifMatchRequired", "If-Match is required",
    "send the ETag that you read as If-Match, or If-Match: * to overwrite whatever is there");

/// <summary>401: nobody, or a credential that does not count. One answer for every reason.</summary>
internal sealed record UnauthenticatedError() : FleetError(StatusCodes.Status401Unauthorized, "auth.required", "Not authenticated",
    "send Authorization: Bearer TOKEN with a token that is in force; fleetd writes the first one to the file admin-token in its data directory");

/// <summary>403: known, and not allowed.</summary>
internal sealed record ForbiddenError(string Detail) : FleetError(StatusCodes.Status403Forbidden, "auth.forbidden", "Not allowed", Detail);

/// <summary>413: more bytes than the limit.</summary>
internal sealed record TooLargeError(string Pointer, string Limit) : FleetError(StatusCodes.Status413PayloadTooLarge, "request.tooLarge", "Too large",
    $"{Pointer} may have at most {Limit}");

/// <summary>422: an Idempotency-Key that stood for another request.</summary>
internal sealed record IdempotencyMismatchError() : FleetError(StatusCodes.Status422UnprocessableEntity, "request.idempotencyMismatch", "Another request",
    "this Idempotency-Key was used for another request; use a new one");

/// <summary>429: too often.</summary>
internal sealed record TooManyError(string Detail, int RetryAfterSeconds) : FleetError(StatusCodes.Status429TooManyRequests, "request.tooMany", "Too many requests", Detail);

/// <summary>503: come back later.</summary>
internal sealed record UnavailableError(string Detail, int RetryAfterSeconds) : FleetError(StatusCodes.Status503ServiceUnavailable, "server.unavailable", "Not available", Detail);
