using System.Text;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Attributes;

/// <summary>What attributes may be. A value is a body and never a header, so it may hold anything; a key becomes part of paths.</summary>
internal static class AttributeFields
{
    public static void Check(IEnumerable<KeyValuePair<string, string?>> attributes, bool mayRemove, FieldProblems problems, string pointer = "")
    {
        foreach (var (key, value) in attributes)
        {
            var at = JsonPointer.Append(pointer, key);
            if (!Names.IsAttributeKey(key))
                problems.Add(at, $"a key has 1 to {Limits.AttributeKeyChars} of A-Z, a-z, 0-9, '.', '_' and '-'", "metadata.key");
            if (value is null && !mayRemove)
                problems.Add(at, "must be a string");
            else if (value is not null && Encoding.UTF8.GetByteCount(value) > Limits.AttributeValueBytes)
                problems.Add(at, $"a value has at most {Limits.AttributeValueBytes} bytes of UTF-8", "metadata.valueTooLarge");
        }
    }

    public static bool AreTooLarge(IEnumerable<KeyValuePair<string, string>> attributes) =>
        attributes.Sum(a => (long)a.Key.Length + Encoding.UTF8.GetByteCount(a.Value)) > Limits.AttributesTotalBytes;
}
