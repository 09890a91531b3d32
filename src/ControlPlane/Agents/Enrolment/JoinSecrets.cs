using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Identity;
using Npgsql;

namespace Fleet.ControlPlane.Agents.Enrolment;

/// <summary>Mints join secrets: one unused at a time an instance, 30 minutes, no second within 30 seconds, none while an agent is enrolled.</summary>
internal sealed class JoinSecrets(NpgsqlDataSource source)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);
    private const int SecondsBetween = 30;

    public async Task<Outcome<string>> MintAsync(InstanceId instance, ProjectId project, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // The instance's row orders two calls; deletion of the instance waits as well.
        await using (var state = new NpgsqlCommand($"""
            SELECT EXISTS (SELECT 1 FROM agents WHERE instance_id = i.id AND revoked_at IS NULL),
                   EXISTS (SELECT 1 FROM join_secrets WHERE instance_id = i.id AND created_at > now() - interval '{SecondsBetween} seconds')
            FROM instances i WHERE i.id = $1 FOR UPDATE
            """, connection, transaction))
        {
            state.Parameters.Add(new() { Value = instance.Value });
            await using var reader = await state.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
                return new NotFoundError("the instance");
            if (reader.GetBoolean(0))
                return new ConflictError("join.enrolled", "an agent is enrolled for this instance; for a rebuilt guest, PATCH the instance with {\"rejoin\": true}");
            if (reader.GetBoolean(1))
                return new TooManyError($"one join secret in {SecondsBetween} seconds", SecondsBetween);
        }

        var secret = Secrets.Make(Secrets.JoinPrefix);
        await using var mint = new NpgsqlCommand("""
            WITH gone AS (DELETE FROM join_secrets WHERE instance_id = $1 AND used_at IS NULL),
                 audit AS (INSERT INTO audit_events (actor, action, project_id, resource) VALUES ('guest:' || $1, 'join.create', $4, 'instances/' || $1))
            INSERT INTO join_secrets (sha256, instance_id, expires_at) VALUES ($2, $1, now() + $3)
            """, connection, transaction);
        mint.Parameters.Add(new() { Value = instance.Value });
        mint.Parameters.Add(new() { Value = Secrets.Hash(secret) });
        mint.Parameters.Add(new() { Value = Life });
        mint.Parameters.Add(new() { Value = project.Value });
        await mint.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return secret;
    }
}
