using System.Net;
using System.Text.Json;

namespace Fleet.ControlPlane.Tests.Instances;

/// <summary>An answer, read.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? Etag, string? Location, bool Replayed, string? ContentType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? this[string field] => Json.TryGetProperty(field, out var value) ? value.ToString() : null;

    public string? Code => this["code"];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            response.Headers.TryGetValues("ETag", out var etag);
            return new(response.StatusCode, (await response.Content.ReadAsStringAsync()).TrimEnd('\n'), etag?.Single(), response.Headers.Location?.ToString(),
                response.Headers.Contains("Idempotency-Replayed"), response.Content.Headers.ContentType?.MediaType);
        }
    }

    /// <summary>Asserts a problem that names this field.</summary>
    public void IsProblem(HttpStatusCode status, string? pointer = null, string? code = null)
    {
        Assert.True(Status == status, $"{Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.NotEmpty(this["detail"]!);
        if (code is not null)
            Assert.Equal(code, Code);
        if (pointer is not null)
            Assert.Contains(pointer, Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }
}
