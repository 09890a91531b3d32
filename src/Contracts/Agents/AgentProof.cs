using System.Security.Cryptography;
using System.Text;

namespace Fleet.Contracts.Agents;

/// <summary>The exact bytes that an agent signs. The first line names the use, so that no proof serves for another.</summary>
public static class AgentProof
{
    /// <summary><c>fleet-enroll-v1 LF nonce LF enrollmentId LF base64(spki) LF hex(sha256(joinSecret))</c></summary>
    public static byte[] Enroll(string nonce, Guid enrollmentId, string publicKey, string joinSecret) => Encoding.UTF8.GetBytes(
        $"fleet-enroll-v1\n{nonce}\n{enrollmentId:D}\n{publicKey}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joinSecret)))}");

    /// <summary><c>fleet-token-v1 LF nonce LF agentId</c></summary>
    public static byte[] Token(string nonce, AgentId agent) => Encoding.UTF8.GetBytes($"fleet-token-v1\n{nonce}\n{agent}");
}
