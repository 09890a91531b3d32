using System.Net;

namespace Fleet.GuestAgent.Identity;

/// <summary>The server, or the metadata service, gave an answer that trying again at once will not change. The message is a reason for people.</summary>
internal sealed class AgentRefusedException(string message, HttpStatusCode? status = null, TimeSpan? retryAfter = null) : Exception(message)
{
    public HttpStatusCode? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
