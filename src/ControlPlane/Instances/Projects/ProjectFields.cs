using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Requests;

namespace Fleet.ControlPlane.Instances.Projects;

internal static class ProjectFields
{
    private const int DisplayNameChars = 256;

    public static void CheckDisplayName(string? value, FieldProblems problems)
    {
        if (value is not null && (value.Length is 0 or > DisplayNameChars || value.Any(char.IsControl)))
            problems.Add("/displayName", $"must be 1 to {DisplayNameChars} characters without control characters; leave it out, or null, for none");
    }

    /// <summary>The grammar of projects' and instances' names.</summary>
    public static void CheckName(string? value, FieldProblems problems)
    {
        if (value is null)
            problems.Add("/name", "is required");
        else if (Guid.TryParse(value, out _))
            problems.Add("/name", "parses as a UUID, and a name must not be mistaken for an id; choose another", "name.uuid");
        else if (!Names.IsResource(value))
            problems.Add("/name", "must start with a letter a-z, go on with a-z, 0-9 and '-', end with a letter or a digit, and have at most 63 characters", "name.malformed");
    }
}
