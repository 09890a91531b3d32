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
}
