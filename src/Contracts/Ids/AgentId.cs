using System.Text.Json.Serialization;

namespace Fleet.Contracts;

/// <summary>The id of an enrolled agent.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<AgentId>))]
public readonly record struct AgentId(Guid Value) : IGuidId<AgentId>
{
    /// <summary>A new id, ordered by the time it was made.</summary>
    public static AgentId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public static AgentId From(Guid value) => new(value);

    /// <inheritdoc />
    public static AgentId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    /// <inheritdoc />
    public static bool TryParse(string? s, IFormatProvider? provider, out AgentId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value);
        result = new(value);
        return ok;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
