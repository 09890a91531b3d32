using System.Text;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Identity;

namespace Fleet.ControlPlane.Hosting.Idempotency;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> has one effect, however often it is sent (IETF draft-ietf-httpapi-idempotency-key-header). Of parallel ones
/// one runs, and the others get 409 until it has an answer; from then on everyone gets that answer.
/// </summary>
internal sealed class IdempotencyFilter(IdempotencyRecords records, TimeProvider time) : IEndpointFilter
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var header = http.Request.Headers["Idempotency-Key"];
        if (header.Count == 0)
            return await next(context);
        if (header.Count > 1 || header[0] is not { Length: >= 1 and <= 255 } key || !key.All(c => c is > ' ' and <= '~'))
            return new ErrorResult(InvalidError.Of("Idempotency-Key", "must be 1 to 255 visible ASCII characters, once"));
        var body = await RequestBody.BytesAsync(http);
        if (body.Error is not null)
            return new ErrorResult(body.Error);

        var hash = IdempotencyHash.Of(http.Request, body.Value!);
        if (await records.ClaimAsync(http.User.Actor(), key, hash, http.RequestAborted) is { } claim)
            return await RunAsync(claim, context, next);
        return await records.FindAsync(http.User.Actor(), key, http.RequestAborted) switch
        {
            { } known when !known.RequestSha256.AsSpan().SequenceEqual(hash) => new ErrorResult(new IdempotencyMismatchError()),
            { Status: { } status, Body: { } text } known => new KeptAnswer(status, text, known.Etag, known.Location),
            { Status: not null } known => new ErrorResult(new ConflictError("request.answerNotKept", $"this request was done; its answer held a secret and was not kept. See {known.Location}")),
            _ => new ErrorResult(new ConflictError("request.running", "the first request with this Idempotency-Key is still running; ask again in a moment")),
        };
    }

    private async Task<object?> RunAsync(IdempotencyClaim claim, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // From here on the client's leaving stops nothing: what gets committed must get its answer kept.
        using var deadline = new CancellationTokenSource(Longest, time);
        http.RequestAborted = deadline.Token;
        for (var i = 0; i < context.Arguments.Count; i++)
            if (context.Arguments[i] is CancellationToken)
                context.Arguments[i] = deadline.Token;
        var answered = http.Response.Body;
        using var captured = new MemoryStream();
        http.Response.Body = captured;
        var kept = false;
        try
        {
            if (await next(context) is IResult result)
                await result.ExecuteAsync(http);
            kept = http.Response.StatusCode < 500;
            if (kept)
                await KeepAsync(claim, http, captured);
        }
        finally
        {
            http.Response.Body = answered;
            if (!kept)
                await records.ReleaseAsync(claim, CancellationToken.None);
        }

        captured.Position = 0;
        await captured.CopyToAsync(answered, CancellationToken.None);
        return Results.Empty;
    }

    private Task KeepAsync(IdempotencyClaim claim, HttpContext http, MemoryStream captured)
    {
        var secret = http.GetEndpoint()?.Metadata.GetMetadata<AnswersSecret>() is not null && http.Response.StatusCode < 400;
        return records.KeepAsync(claim, http.Response.StatusCode, secret ? null : Encoding.UTF8.GetString(captured.ToArray()),
            http.Response.Headers.ETag, http.Response.Headers.Location, CancellationToken.None);
    }
}
