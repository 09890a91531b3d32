using System.Text.Json;
using Fleet.Contracts;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>What a simple value must look like in JSON.</summary>
internal static class JsonKinds
{
    /// <summary>Null when the value can become the type; else what would be right.</summary>
    public static string? Expected(JsonElement value, Type type)
    {
        if (type == typeof(string))
            return value.ValueKind == JsonValueKind.String ? null : "a string";
        if (type == typeof(bool))
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "true or false";
        if (type == typeof(int))
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _) ? null : "a whole number";
        if (type == typeof(Guid) || type == typeof(AgentId))
            return value.ValueKind == JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out _) ? null : "a UUID, such as 018f4e2a-0000-7000-8000-000000000000";
        if (type == typeof(DateTimeOffset))
            return IsTime(value) ? null : "a time as in RFC 3339, such as 2030-01-31T12:00:00Z";
        return null;
    }

    // Without an offset .NET would take the server's own time zone.
    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out _)
        && value.GetString() is { Length: >= 20 } text && (text.EndsWith('Z') || text[^6] is '+' or '-');
}
