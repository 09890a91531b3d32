using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>
/// Holds a JSON value against the type that it should become, and names every field that is missing, unknown, read-only or of another kind.
/// The serializer would stop at the first one, and its words name .NET types.
/// </summary>
internal static class JsonFields
{
    /// <param name="value">The value.</param>
    /// <param name="type">What it should become.</param>
    /// <param name="resource">The resource that it is part of: a field that only this one has is read-only, not unknown.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="pointer">Where the value is.</param>
    public static void Check(JsonElement value, JsonTypeInfo type, JsonTypeInfo? resource, FieldProblems problems, string pointer = "")
    {
        if (problems.IsFull)
            return;
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(value, type, resource, problems, pointer);
                break;
            case JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    if (property.Value.ValueKind != JsonValueKind.Null)
                        Check(property.Value, Of(type, type.ElementType!), null, problems, JsonPointer.Append(pointer, property.Name));
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Check(item, Of(type, type.ElementType!), null, problems, JsonPointer.Append(pointer, index));
                break;
            case JsonTypeInfoKind.Dictionary:
                problems.Add(pointer, "must be an object");
                break;
            case JsonTypeInfoKind.Enumerable:
                problems.Add(pointer, "must be an array");
                break;
            case JsonTypeInfoKind.None when JsonKinds.Expected(value, Nullable.GetUnderlyingType(type.Type) ?? type.Type) is { } expected:
                problems.Add(pointer, $"must be {expected}");
                break;
        }
    }

    private static void CheckObject(JsonElement value, JsonTypeInfo type, JsonTypeInfo? resource, FieldProblems problems, string pointer)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            problems.Add(pointer, "must be an object");
            return;
        }

        foreach (var required in type.Properties.Where(p => p.IsRequired && !(value.TryGetProperty(p.Name, out var given) && given.ValueKind != JsonValueKind.Null)))
            problems.Add(JsonPointer.Append(pointer, required.Name), "is required");
        foreach (var property in value.EnumerateObject())
        {
            var at = JsonPointer.Append(pointer, property.Name);
            if (Find(type, property.Name) is { } known)
            {
                if (property.Value.ValueKind != JsonValueKind.Null)
                    Check(property.Value, Of(type, known.PropertyType), null, problems, at);
            }
            else
            {
                problems.Add(at, (resource is not null && Find(resource, property.Name) is not null ? "is read-only" : "is not a field")
                    + $"; the fields are {string.Join(", ", type.Properties.Select(p => p.Name))}");
            }
        }
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo type, string name) => type.Properties.FirstOrDefault(p => p.Name == name);

    private static JsonTypeInfo Of(JsonTypeInfo within, Type type) => within.Options.GetTypeInfo(type);
}
