using Fleet.Contracts;

namespace Fleet.Dashboard.Components;

/// <summary>The addresses of the pages.</summary>
internal static class Links
{
    public static string Fleet(string project) => $"/projects/{Uri.EscapeDataString(project)}";

    public static string Instance(string project, string instance) => $"{Fleet(project)}/instances/{Uri.EscapeDataString(instance)}";

    public static string Boot(string project, string instance, BootRowId boot) => $"{Instance(project, instance)}/boots/{boot}";
}
