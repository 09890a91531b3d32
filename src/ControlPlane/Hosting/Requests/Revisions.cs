using System.Globalization;

namespace Fleet.ControlPlane.Hosting.Requests;

/// <summary>The texts of versions and counters on the wire.</summary>
internal static class Revisions
{
    /// <summary>The ETag of a resource that users write.</summary>
    public static string Spec(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The ETag of a project's or an instance's own attributes: its half of the document's revision.</summary>
    public static string Half(long counter) => string.Create(CultureInfo.InvariantCulture, $"\"{counter:x8}\"");

    /// <summary>The document's revision: both halves, sixteen hex digits.</summary>
    public static string Document(long project, long instance) => string.Create(CultureInfo.InvariantCulture, $"{(project << 32) | instance:x16}");

    /// <summary>The counter that an If-Match names; null for <c>*</c>. What is no half at all is a counter that never was.</summary>
    public static long? Counter(IfMatch ifMatch) => ifMatch.Tag switch
    {
        null => null,
        ['"', .. { Length: 8 } hex, '"'] when uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var counter) => counter,
        _ => -1,
    };
}
