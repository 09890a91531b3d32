using System.Net;
using Fleet.Contracts.Api;

namespace Fleet.Client;

/// <summary>The server refused a request. Nothing of the request but its method and path is in it: never a header, a token, a body.</summary>
public sealed class FleetApiException : Exception
{
    internal FleetApiException(HttpStatusCode status, FleetProblem? problem, string request, Exception? cause = null)
        : base(Describe(status, problem, request), cause)
    {
        Status = status;
        Problem = problem;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The problem's stable name, such as <c>instance.notFound</c>; <c>http.502</c> where the answer was no problem document.</summary>
    public string Code => Problem?.Code ?? $"http.{(int)Status}";

    /// <summary>What the server said, if it said it as a problem document.</summary>
    public FleetProblem? Problem { get; }

    private static string Describe(HttpStatusCode status, FleetProblem? problem, string request) =>
        $"{request}: {(int)status} {problem?.Code ?? status.ToString()}{(problem?.Detail ?? problem?.Title) switch { { } text => $": {text}", null => "" }}";
}
