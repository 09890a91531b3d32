using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Access.Keys;

internal static class GetSshKey
{
    public static async Task<IResult> HandleAsync(string key, HttpContext http, KeySubjectLookup lookup, SshKeyReader reader, CancellationToken cancellationToken)
    {
        var found = await lookup.FindAsync(http, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        return SshKeyId.TryParse(key, null, out var id) && await reader.ReadAsync(found.Value!, id, all: true, cancellationToken) is [var one]
            ? ApiResult.Ok(one, ContractsJson.Default.SshKey)
            : new ErrorResult(found.Value!.MissingKey(key));
    }
}
