using System.Text.Json;
using System.Text.Unicode;
using Fleet.ControlPlane.Hosting.Errors;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>
/// Checks a body's text before anything is built from it: UTF-8, JSON (RFC 8259), nesting, no name twice in an object
/// (which of <c>{"role":"viewer","role":"admin"}</c> counts depends on the reader), no lone surrogates and no NUL (PostgreSQL takes neither).
/// </summary>
internal static class JsonText
{
    public const int MaxDepth = 64;

    public static InvalidError? Check(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return Whole("the body is empty; a JSON object is needed");
        if (!Utf8.IsValid(body))
            return Whole("the body is not UTF-8");
        // The reader's own limit must not be met first: its exception does not say where.
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth + 8 });
        var at = new JsonPosition();
        try
        {
            while (reader.Read())
                if (Step(ref reader, at) is { } problem)
                    return InvalidError.Of(at.Pointer, problem);
            return null;
        }
        catch (JsonException e)
        {
            return Whole($"the body is not JSON: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
        }
    }

    private static string? Step(ref Utf8JsonReader reader, JsonPosition at)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                at.Enter(reader.TokenType == JsonTokenType.StartObject);
                return at.Depth > MaxDepth ? $"is nested deeper than {MaxDepth} levels" : null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                at.Leave();
                return null;
            case JsonTokenType.PropertyName:
                if (Read(ref reader) is not { } name)
                    return "holds a name with a lone surrogate";
                return at.Name(name) ? null : "is there twice; each field may be given once";
            case JsonTokenType.String:
                at.Value();
                return Read(ref reader) switch
                {
                    null => "holds a lone surrogate",
                    var text when text.Contains('\0', StringComparison.Ordinal) => "holds a NUL character; send binary user-data as base64",
                    _ => null,
                };
            default:
                at.Value();
                return null;
        }
    }

    private static string? Read(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && reader.TokenType == JsonTokenType.String)
            return "";
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static InvalidError Whole(string detail) => new("request.json", detail) { Fields = [new("", detail)] };
}
