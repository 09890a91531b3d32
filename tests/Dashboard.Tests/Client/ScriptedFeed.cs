using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Fleet.Dashboard.Tests.Client;

/// <summary>An event stream that says what the test writes, and can be cut.</summary>
internal sealed class ScriptedFeed
{
    private readonly Lock gate = new();
    private Channel<string>? current;
    private int connections;

    public int Connections => Volatile.Read(ref connections);

    public async Task AnswerAsync(HttpContext context)
    {
        var events = Channel.CreateUnbounded<string>();
        lock (gate)
            current = events;
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        Interlocked.Increment(ref connections);
        try
        {
            await foreach (var text in events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(text);
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // the client left
        }
    }

    public void Say(string text)
    {
        lock (gate)
            current!.Writer.TryWrite(text);
    }

    public void Change(string kind, Fleet.Contracts.InstanceId instance) => Say($"event: change\ndata: {{\"kind\":\"{kind}\",\"instance\":\"{instance}\"}}\n\n");

    public void Cut()
    {
        lock (gate)
            current!.Writer.TryComplete();
    }
}
