namespace Fleet.ControlPlane.Hosting.Requests;

internal static class RouteExtensions
{
    /// <summary>Declares name, summary and the problems that the route may answer, besides those that every route may: 401 and 404.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder builder, string name, string summary, params IEnumerable<int> problems)
    {
        builder.WithName(name).WithSummary(summary);
        foreach (var status in problems.Concat([StatusCodes.Status401Unauthorized, StatusCodes.Status404NotFound]).Distinct().Order())
            builder.ProducesProblem(status);
        return builder;
    }
}
