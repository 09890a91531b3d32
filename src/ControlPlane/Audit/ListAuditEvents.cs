using System.Globalization;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Npgsql;

namespace Fleet.ControlPlane.Audit;

internal static class ListAuditEvents
{
    private const string Sql = "SELECT id, at, actor, action, project_id, resource, detail FROM audit_events WHERE id < $1 ORDER BY id DESC LIMIT $2";

    public static async Task<IResult> HandleAsync(HttpContext http, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(http, "auditEvents", 1);
        if (page.Error is not null)
            return new ErrorResult(page.Error);
        var before = long.MaxValue;
        if (page.Value!.After is { } after && !long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return new ErrorResult(PageRequest.BadToken);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = before });
        command.Parameters.Add(new() { Value = page.Value.Size + 1 });
        var events = new List<AuditEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            events.Add(Map(reader));
        var more = events.Count > page.Value.Size;
        if (more)
            events.RemoveAt(page.Value.Size);
        return ApiResult.Ok(
            new AuditEventList(events, more ? PageToken.Write(page.Value.Query, events[^1].Id.ToString(CultureInfo.InvariantCulture)) : null), AuditJson.Default.AuditEventList);
    }

    private static AuditEvent Map(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.GetString(5),
        row.IsDBNull(6) ? null : row.GetFieldValue<Dictionary<string, string>>(6));
}
