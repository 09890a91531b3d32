using System.Security.Cryptography;
using System.Text.Json;
using Fleet.GuestAgent.Identity;

namespace Fleet.GuestAgent.Commands.Daemon;

/// <summary>What may go wrong outside the agent, and how it is told.</summary>
internal static class Failure
{
    public static bool IsExpected(Exception e) =>
        e is HttpRequestException or IOException or AgentRefusedException or OperationCanceledException or CryptographicException or JsonException;

    public static string Reason(Exception e) => e switch
    {
        OperationCanceledException => "no answer in time",
        // The outer message of a TLS failure only says to look at the inner one.
        HttpRequestException { InnerException: { } inner } => $"{e.Message} {inner.Message}",
        _ => e.Message,
    };
}
