using System.Text.Json.Serialization;

namespace Fleet.Contracts;

/// <summary>The id of a project.</summary>
[JsonConverter(typeof(GuidIdJsonConverter<ProjectId>))]
public readonly record struct ProjectId(Guid Value) : IGuidId<ProjectId>
{
    /// <summary>A new id, ordered by the time it was made.</summary>
    public static ProjectId New() => new(Guid.CreateVersion7());

    /// <inheritdoc />
    public static ProjectId From(Guid value) => new(value);

    /// <inheritdoc />
    public static ProjectId Parse(string s, IFormatProvider? provider) => new(Guid.ParseExact(s, "D"));

    /// <inheritdoc />
    public static bool TryParse(string? s, IFormatProvider? provider, out ProjectId result)
    {
        var ok = Guid.TryParseExact(s, "D", out var value);
        result = new(value);
        return ok;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}
