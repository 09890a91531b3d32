namespace Fleet.ControlPlane.Hosting.Health;

/// <summary>A part that must be ready before the node takes traffic.</summary>
internal interface IReadiness
{
    /// <summary>What is missing, or null.</summary>
    string? Missing { get; }
}
