using System.Net.Mime;
using System.Text.Json;
using Fleet.Contracts;
using Fleet.Contracts.Orders;
using Fleet.ControlPlane.Metadata.Document;

namespace Fleet.ControlPlane.Metadata.AgentDocument;

/// <summary>The document as Fleet's own agent reads it: attributes overlaid, orders exactly as they were signed.</summary>
internal sealed class AgentDocumentResult(InstanceDocument document) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (project, instance) = document;
        var revision = document.Version.Etag.ToString();
        var body = JsonSerializer.SerializeToUtf8Bytes(new Contracts.Agents.AgentDocument
        {
            Instance = instance.Id,
            Name = instance.Name,
            Project = project.Name,
            Hostname = instance.Hostname ?? instance.Name,
            Revision = revision,
            Attributes = document.Overlay(),
            KeySets = [.. new SignedOrder?[] { project.Keys.Order, instance.Keys.Order }.OfType<SignedOrder>()],
            UserData = instance.UserDataOrder,
        }, ContractsJson.Default.AgentDocument);

        var response = httpContext.Response;
        // A strong validator by RFC 9110, so quoted; last_etag takes the sixteen digits alone, as they stand in the body.
        response.Headers.ETag = $"\"{revision}\"";
        response.Headers.CacheControl = "no-store";
        response.ContentType = MediaTypeNames.Application.Json;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
