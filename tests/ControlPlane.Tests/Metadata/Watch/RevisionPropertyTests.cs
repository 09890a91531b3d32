using CsCheck;
using Fleet.Contracts;
using Fleet.ControlPlane.Hosting.Errors;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.TestKit;

namespace Fleet.ControlPlane.Tests.Metadata.Watch;

/// <summary>
/// Writers on the project and on its instances fight on two nodes (one may have no notifier at all) while guests on both watch the tree, sub-trees and single keys.
/// No watch misses a change, no token stands for two bodies, and every watch ends with what the database holds.
/// </summary>
public sealed class RevisionPropertyTests(TestPostgres postgres)
{
    private static readonly string[] Paths =
    [
        "", "instance", "instance/attributes", "project/attributes", "instance/attributes/k1", "project/attributes/k1", "instance/attributes/ssh-keys", "project/attributes/ssh-keys", "instance/name",
    ];

    [Fact]
    public async Task Watch_ProjectAndInstanceWritersInParallel_MissesNoChange()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var notifying = await MetadataNode.StartAsync(database);
        await using var silent = await MetadataNode.StartAsync(database, MetadataNode.WithoutNotifier);
        var told = 0;
        await PlanWriter.All.SampleAsync(async plan => told += await RunAsync(database, notifying, silent, plan), iter: 8, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine($"{told} answers told");
    }

    private static async Task<int> RunAsync(string database, MetadataNode notifying, MetadataNode silent, PlanWriter[] plan)
    {
        var project = await MetadataSeed.ProjectAsync(database);
        var instances = new InstanceId[PlanWriter.Instances];
        for (var i = 0; i < instances.Length; i++)
            instances[i] = await MetadataSeed.InstanceAsync(database, project, $"web-{i}");

        using var stop = new CancellationTokenSource();
        var watchers = (from node in new[] { notifying, silent } from instance in instances from path in Paths select new RevisionWatcher(node, instance, path)).ToList();
        var watching = watchers.ConvertAll(w => Task.Run(() => w.WatchAsync(stop.Token)));
        await Task.WhenAll(plan.Select(w => Task.Run(() => WriteAsync(w.Notifies ? notifying : silent, project, w.Instance is { } i ? instances[i] : null, w.Steps))));

        var cache = new HalfCache(Microsoft.Extensions.Options.Options.Create(new Fleet.ControlPlane.Metadata.MetadataOptions()));
        var fresh = new DocumentReader(new(notifying.Database), cache, new(notifying.Database, cache));
        var final = new Dictionary<InstanceId, InstanceDocument>();
        foreach (var instance in instances)
            final[instance] = (await fresh.ReadAsync(instance, CancellationToken.None))!;

        foreach (var watcher in watchers)
        {
            var expected = watcher.Select(final[watcher.Instance]);
            for (var i = 0; i < 500 && watcher.Last != (expected.Etag, expected.Found); i++)
                await Task.Delay(20);
            Assert.True(watcher.Last == (expected.Etag, expected.Found), $"{watcher.Name} was told {watcher.Last}, the database says {(expected.Etag, expected.Found)}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(watching);
        Check(watchers);
        return watchers.Sum(w => w.Told.Count);
    }

    private static void Check(List<RevisionWatcher> watchers)
    {
        foreach (var same in watchers.GroupBy(w => w.Name))
        {
            var bodies = new Dictionary<Etag, string?>();
            foreach (var (etag, body) in same.SelectMany(w => w.Told))
                Assert.True(bodies.TryAdd(etag, body) || bodies[etag] == body, $"{same.Key}: {etag} stood for '{bodies[etag]}' and for '{body}'");
        }

        foreach (var watcher in watchers)
            foreach (var (before, after) in watcher.Told.Zip(watcher.Told.Skip(1)))
                Assert.True(after.Etag.Project >= before.Etag.Project && after.Etag.Instance >= before.Etag.Instance && (after.Etag != before.Etag || after.Body == before.Body),
                    $"{watcher.Name}: {before.Etag} and then {after.Etag}");
    }

    private static async Task WriteAsync(MetadataNode node, ProjectId project, InstanceId? instance, PlanStep[] steps)
    {
        foreach (var step in steps)
        {
            async Task<Outcome<long>> Act(MetadataWrite write)
            {
                await (step.Act switch
                {
                    PlanAct.Remove => MetadataWrites.SetAsync(write, step.Key, null),
                    PlanAct.PushKey => MetadataWrites.PushKeyAsync(write, step.Value),
                    PlanAct.RemoveKeys => MetadataWrites.RemoveKeysAsync(write, step.Value),
                    _ => MetadataWrites.SetAsync(write, step.Key, step.Value),
                });
                await write.Db.SaveChangesAsync();
                await Task.Delay(step.HeldMilliseconds);
                return step.Act == PlanAct.FailAfterWriting ? new ConflictError("test.no", "no") : write.Revision;
            }

            var writer = node.Get<IMetadataWriter>();
            var outcome = instance is { } id ? await writer.WriteInstanceAsync<long>(project, id, null, Act, default) : await writer.WriteProjectAsync<long>(project, null, Act, default);
            Assert.Equal(step.Act == PlanAct.FailAfterWriting, outcome.Error is not null);
        }
    }
}
