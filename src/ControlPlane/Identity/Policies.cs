namespace Fleet.ControlPlane.Identity;

/// <summary>The policies. Every endpoint names one; an endpoint without one needs an operator (the fallback).</summary>
internal static class Policies
{
    /// <summary>An API token (or, on the local socket, a circuit's). </summary>
    public const string Operator = "operator";

    /// <summary>An agent's access token.</summary>
    public const string Agent = "agent";

    /// <summary>A browser's session.</summary>
    public const string Page = "page";
}
