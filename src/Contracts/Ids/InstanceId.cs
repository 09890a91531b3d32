using System.Text.Json.Serialization;

namespace Fleet.Contracts;

/// <summary>The id of an instance.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<InstanceId>))]
public readonly record struct InstanceId(Guid Value) : IGuidId<InstanceId>
{
    /// <summary>A new id, ordered by the time it was made.</summary>
    public static InstanceId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public static InstanceId From(Guid value) => new(value);

    /// <inheritdoc />
    public static InstanceId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    /// <inheritdoc />
    public static bool TryParse(string? s, IFormatProvider? provider, out InstanceId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value);
        result = new(value);
        return ok;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
