using System.Text.Json;

namespace Fleet.ControlPlane.Tests.Metadata.Dialects;

internal static class GceErrors
{
    /// <summary>Google's agent does not look at the status: an error whose body parses as JSON is metadata to it.</summary>
    public static void AssertNotJson(HttpResponseMessage response, string body)
    {
        Assert.Equal("text/html; charset=UTF-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(["Google"], response.Headers.GetValues("Metadata-Flavor"));
        Assert.StartsWith("<!DOCTYPE html>", body, StringComparison.Ordinal);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }
}
