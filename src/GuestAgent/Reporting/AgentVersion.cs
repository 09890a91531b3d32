using System.Reflection;

namespace Fleet.GuestAgent.Reporting;

/// <summary>This build's version, as the server and <c>--version</c> see it: <c>0.1.0</c>.</summary>
internal static class AgentVersion
{
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
