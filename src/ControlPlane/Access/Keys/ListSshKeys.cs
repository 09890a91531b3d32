using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Access.Keys;

internal static class ListSshKeys
{
    public static async Task<IResult> HandleAsync(HttpContext http, KeySubjectLookup lookup, SshKeyReader reader, CancellationToken cancellationToken)
    {
        var all = http.Request.Query["showRemoved"].ToString();
        if (all is not ("" or "true" or "false"))
            return new ErrorResult(InvalidError.Of("showRemoved", "must be true or false"));
        var found = await lookup.FindAsync(http, cancellationToken);
        return found.Error is not null
            ? new ErrorResult(found.Error)
            : ApiResult.Ok(new SshKeyList(await reader.ReadAsync(found.Value!, null, all == "true", cancellationToken)), ContractsJson.Default.SshKeyList);
    }
}
