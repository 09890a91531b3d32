using System.Text.Json.Serialization;

namespace Fleet.Contracts;

/// <summary>The id of a pushed SSH key.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<SshKeyId>))]
public readonly record struct SshKeyId(Guid Value) : IGuidId<SshKeyId>
{
    /// <summary>A new id, ordered by the time it was made.</summary>
    public static SshKeyId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public static SshKeyId From(Guid value) => new(value);

    /// <inheritdoc />
    public static SshKeyId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    /// <inheritdoc />
    public static bool TryParse(string? s, IFormatProvider? provider, out SshKeyId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value);
        result = new(value);
        return ok;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
