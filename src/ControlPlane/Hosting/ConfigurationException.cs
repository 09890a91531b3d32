namespace Fleet.ControlPlane.Hosting;

/// <summary>The server cannot start as it is configured. The message is the one line that the operator reads.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
