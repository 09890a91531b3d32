using System.Diagnostics;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Hosting.Errors;

/// <summary>Writes a <see cref="FleetError"/> as <c>application/problem+json</c>: the one mapper.</summary>
internal sealed class ErrorResult(FleetError error) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => error.Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = error.Status;
        response.Headers.CacheControl = "no-store";
        var after = error switch { TooManyError e => e.RetryAfterSeconds, UnavailableError e => e.RetryAfterSeconds, _ => (int?)null };
        if (after is not null)
            response.Headers.RetryAfter = after.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (error is UnauthenticatedError)
            response.Headers.WWWAuthenticate = "Bearer";
        var problem = new FleetProblem
        {
            Type = $"https://fleet.dev/problems/{error.Code}",
            Title = error.Title,
            Status = error.Status,
            Detail = error.Detail,
            Code = error.Code,
            Errors = error.Fields.Count == 0 ? null : error.Fields,
            TraceId = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier,
        };
        return JsonAnswer.WriteAsync(response, problem, ContractsJson.Default.FleetProblem, "application/problem+json", httpContext.RequestAborted);
    }
}
