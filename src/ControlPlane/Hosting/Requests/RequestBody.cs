using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fleet.ControlPlane.Hosting.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>Reads a request's body under its endpoint's <see cref="BodyRules"/>; what is wrong is named by JSON pointers.</summary>
internal static class RequestBody
{
    private static readonly object Key = new();

    public static async Task<Outcome<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var read = await ReadPatchAsync(http, type, null);
        return read.Error is { } error ? error : read.Value!.Value;
    }

    /// <param name="http">The request.</param>
    /// <param name="type">The patch's type.</param>
    /// <param name="resource">The type of what is patched: its other fields are read-only.</param>
    public static async Task<Outcome<Patch<T>>> ReadPatchAsync<T>(HttpContext http, JsonTypeInfo<T> type, JsonTypeInfo? resource)
        where T : class
    {
        var rules = BodyRules.Of(http);
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var media) || !rules.MediaTypes.Contains(media.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            || (media.Charset.HasValue && !media.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return new UnsupportedMediaError(rules.MediaTypes);
        var bytes = await BytesAsync(http);
        if (bytes.Error is { } error)
            return error;
        if (JsonText.Check(bytes.Value) is { } notJson)
            return notJson;
        using var document = JsonDocument.Parse(bytes.Value, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
        var problems = new FieldProblems();
        JsonFields.Check(document.RootElement, type, resource, problems);
        if (problems.ToError() is { } wrong)
            return wrong;
        return new Patch<T>(document.RootElement.Deserialize(type)!, document.RootElement.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The body as it came, read once: the idempotency filter hashes what the handler then parses.</summary>
    public static async Task<Outcome<byte[]>> BytesAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(Key, out var known))
            return (byte[])known!;
        var max = BodyRules.Of(http).MaxBytes;
        if (http.Request.ContentLength > max)
            return TooLarge(max);
        Allow(http, max);
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        while (await http.Request.Body.ReadAsync(chunk, http.RequestAborted) is > 0 and var count)
        {
            if (body.Length + count > max)
                return TooLarge(max);
            body.Write(chunk, 0, count);
        }

        var bytes = body.ToArray();
        http.Items[Key] = bytes;
        return bytes;
    }

    // The server's own limit is for routes without a rule. An eighth more: it counts the framing of chunks, and what is over must be refused here, with the rule's words.
    private static void Allow(HttpContext http, int max)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false, MaxRequestBodySize: { } limit } feature && limit < max + max / 8L)
            feature.MaxRequestBodySize = max + max / 8L;
    }

    private static TooLargeError TooLarge(int max) => new("the body", $"{max} bytes");
}
