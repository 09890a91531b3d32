using System.Buffers.Text;
using System.Security.Cryptography;
using Fleet.ControlPlane.Identity;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Nonces in the database, so that any node may take what another gave. Single use: one DELETE must remove one row.</summary>
internal sealed class Nonces(NpgsqlDataSource source)
{
    public async Task<string> IssueAsync(CancellationToken cancellationToken)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var command = source.CreateCommand("INSERT INTO agent_nonces (sha256, expires_at) VALUES ($1, now() + interval '60 seconds')");
        command.Parameters.Add(new() { Value = Secrets.Hash(nonce) });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return nonce;
    }

    public async Task<bool> UseAsync(string nonce, CancellationToken cancellationToken)
    {
        if (nonce.Length != 43)
            return false;
        await using var command = source.CreateCommand("DELETE FROM agent_nonces WHERE sha256 = $1 AND expires_at > now()");
        command.Parameters.Add(new() { Value = Secrets.Hash(nonce) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
