using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Attributes;

/// <summary>A request that changes attributes: <c>If-Match</c> and the patch.</summary>
internal sealed record AttributePatch(IfMatch IfMatch, IReadOnlyDictionary<string, string?> Attributes)
{
    public static async Task<Outcome<AttributePatch>> ReadAsync(HttpContext http)
    {
        var ifMatch = IfMatch.Required(http);
        if (ifMatch.Error is not null)
            return ifMatch.Error;
        var body = await RequestBody.ReadAsync(http, ContractsJson.Default.DictionaryStringString);
        if (body.Error is not null)
            return body.Error;
        // Null is no string to the compiler, and null is what removes: the JSON has been checked to hold nothing else.
        var attributes = body.Value!.ToDictionary(a => a.Key, a => (string?)a.Value, StringComparer.Ordinal);
        var problems = new FieldProblems();
        AttributeFields.Check(attributes, mayRemove: true, problems);
        return problems.ToError() is { } invalid ? invalid : new AttributePatch(ifMatch.Value!, attributes);
    }
}
