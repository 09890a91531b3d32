using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fleet.ControlPlane.Metadata.Dialects.Gce;

/// <summary>The JSON form. Google's agent is written in Go and strict: one value of another type and no key of the whole document counts.</summary>
internal static class GceJson
{
    // Only what JSON itself needs is escaped: keys are full of '+', and no browser ever reads this as HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(GceValue value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
            Write(json, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, GceValue value)
    {
        switch (value)
        {
            case GceValue.Text text:
                json.WriteStringValue(text.Value);
                break;
            case GceValue.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case GceValue.Strings strings:
                json.WriteStartArray();
                foreach (var item in strings.Values)
                    json.WriteStringValue(item);
                json.WriteEndArray();
                break;
            case GceValue.List list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case GceValue.Directory directory:
                json.WriteStartObject();
                foreach (var (name, child) in directory.Children)
                {
                    json.WritePropertyName(directory.Verbatim ? name : CamelCase(name));
                    Write(json, child);
                }

                json.WriteEndObject();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    /// <summary><c>network-interfaces</c> becomes <c>networkInterfaces</c>.</summary>
    private static string CamelCase(string name)
    {
        var words = name.Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
    }
}
