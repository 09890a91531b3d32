using System.Text.Json.Serialization;

namespace Fleet.Contracts;

/// <summary>The id of one boot of one instance, as stored (the guest's own boot id is a plain UUID).</summary>
[JsonConverter(typeof(GuidIdJsonConverter<BootRowId>))]
public readonly record struct BootRowId(Guid Value) : IGuidId<BootRowId>
{
    /// <summary>A new id, ordered by the time it was made.</summary>
    public static BootRowId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public static BootRowId From(Guid value) => new(value);

    /// <inheritdoc />
    public static BootRowId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    /// <inheritdoc />
    public static bool TryParse(string? s, IFormatProvider? provider, out BootRowId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value);
        result = new(value);
        return ok;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
