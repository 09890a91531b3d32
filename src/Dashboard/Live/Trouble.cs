using System.Net;
using Fleet.Client;

namespace Fleet.Dashboard.Live;

/// <summary>Why a page could not be read, in words.</summary>
internal static class Trouble
{
    /// <summary>Failures that a page shows and survives; any other is a bug.</summary>
    public static bool IsExpected(Exception failure) =>
        failure is FleetApiException or HttpRequestException or TimeoutException or IOException;

    public static string Of(Exception failure) => failure switch
    {
        FleetApiException { Status: HttpStatusCode.Unauthorized } => "Your session is over: reload the page to sign in again.",
        FleetApiException { Status: HttpStatusCode.Forbidden } => "You may not see this.",
        FleetApiException refused => $"The server refused: {refused.Problem?.Detail ?? refused.Problem?.Title ?? refused.Code}",
        TimeoutException => "The server does not answer. What you see may be old.",
        _ => "The server cannot be reached. What you see may be old.",
    };
}
