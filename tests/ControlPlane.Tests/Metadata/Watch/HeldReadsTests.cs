using Fleet.ControlPlane.Metadata.Document;
using Fleet.ControlPlane.Metadata.Watch;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

public sealed class HeldReadsTests(TestPostgres postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ChangedBetweenTheFirstReadAndTheSubscription_IsReadAgainBeforeAnyWait()
    {
        var database = await postgres.CreateDatabaseAsync();
        var project = await MetadataSeed.ProjectAsync(database);
        var instance = await MetadataSeed.InstanceAsync(database, project);
        await using var node = await MetadataNode.StartAsync(database);
        await using var other = await MetadataNode.StartAsync(database, MetadataNode.WithoutNotifier);
        var version = (await node.Get<VersionReader>().FindAsync(instance, Token))!.Value;

        var selections = 0;
        Selected<InstanceDocument> Select(InstanceDocument document)
        {
            // The worst moment: the token has been compared, the hub does not know of us yet.
            if (++selections == 1)
                Task.Run(() => other.Writes.SetAsync(project, instance, "x", "1"), Token).GetAwaiter().GetResult();
            return new(document, document.Version.Etag);
        }

        // No time to wait at all: what is answered is what was read after the subscription.
        var read = await node.Reads.ReadAsync(version, Select, new(Wait: true, version.Etag.ToString(), TimeSpan.Zero), Token);
        Assert.Equal("1", Assert.Single(read.Value.Found!.Instance.Attributes.Live).Value);
        Assert.Equal(2, selections);
    }
}
