using Fleet.ControlPlane.Hosting.Listeners;

namespace Fleet.ControlPlane.Metadata;

/// <summary>Google's agent asks for <c>/computeMetadata/v1//?recursive=true</c>. Before routing, because a redirect would end its watch.</summary>
internal static class MetadataPaths
{
    /// <summary>Collapses runs of slashes in the path, on metadata listeners only. Goes before <c>UseRouting</c>.</summary>
    public static IApplicationBuilder UseMetadataPaths(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Features.Get<ListenerFeature>()?.Kind == ListenerKind.Metadata && context.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
            context.Request.Path = Collapse(path);
        return next(context);
    });

    private static string Collapse(string path)
    {
        while (path.Contains("//", StringComparison.Ordinal))
            path = path.Replace("//", "/", StringComparison.Ordinal);
        return path;
    }
}
