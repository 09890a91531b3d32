using System.Security.Cryptography;

namespace Fleet.ControlPlane.Metadata.Watch;

/// <summary>This process among the nodes, new at each start. A node passes over its own NOTIFY: it has woken its own watches already.</summary>
internal sealed class NodeName
{
    public string Value { get; } = RandomNumberGenerator.GetHexString(8, lowercase: true);
}
