using System.Globalization;
using Fleet.Contracts;
using Fleet.Contracts.Api;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Hosting.Requests;
using Fleet.ControlPlane.Instances.Projects;

namespace Fleet.ControlPlane.Instances.Reading;

internal static class ListInstances
{
    public static async Task<IResult> HandleAsync(string project, HttpContext http, ProjectReader projects, InstanceReader reader, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(http, $"projects/{project}/instances", 2, "filter", "orderBy");
        if (page.Error is not null)
            return new ErrorResult(page.Error);
        var filter = InstanceFilter.Parse(http.Request.Query["filter"].ToString(), first: 2);
        if (filter.Error is not null)
            return new ErrorResult(filter.Error);
        var order = InstanceOrder.Of(http.Request.Query.TryGetValue("orderBy", out var by) ? by.ToString() : "name");
        if (order.Error is not null)
            return new ErrorResult(order.Error);
        var found = await projects.FindAsync(project, cancellationToken);
        if (found.Error is not null)
            return new ErrorResult(found.Error);
        List<object> parameters = [found.Value!.Id.Value, .. filter.Value!.Parameters];
        if (Tail(page.Value!, filter.Value, order.Value!, parameters) is not { } tail)
            return new ErrorResult(PageRequest.BadToken);

        var instances = await reader.ListAsync(tail, parameters, cancellationToken);
        var more = instances.Count > page.Value!.Size;
        if (more)
            instances.RemoveAt(page.Value.Size);
        var token = more ? PageToken.Write(page.Value.Query, order.Value!.Key(instances[^1]), instances[^1].Id.ToString()) : null;
        return ApiResult.Ok(new InstanceList(instances, token), ContractsJson.Default.InstanceList);
    }

    private static string? Tail(PageRequest page, InstanceFilter filter, InstanceOrder order, List<object> parameters)
    {
        List<string> conditions = ["i.project_id = $1", .. filter.Conditions];
        if (page.After is { } after)
        {
            if (order.Parse(after[0]) is not { } key || !Guid.TryParseExact(after[1], "D", out var id))
                return null;
            conditions.Add(string.Create(CultureInfo.InvariantCulture,
                $"({order.Column}, i.id) {(order.Descending ? '<' : '>')} (${parameters.Count + 1}, ${parameters.Count + 2})"));
            parameters.AddRange([key, id]);
        }

        var way = order.Descending ? "DESC" : "ASC";
        return string.Create(CultureInfo.InvariantCulture, $"WHERE {string.Join(" AND ", conditions)} ORDER BY {order.Column} {way}, i.id {way} LIMIT {page.Size + 1}");
    }
}
