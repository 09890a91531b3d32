using Fleet.Contracts;
using Fleet.ControlPlane.Metadata.Document;
using Fleet.Storage;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.ControlPlane.Tests.Metadata;

/// <summary>A project and its instances, as creation leaves them.</summary>
internal static class MetadataSeed
{
    private static int projects;

    public static async Task<ProjectId> ProjectAsync(string connectionString)
    {
        await using var db = Open(connectionString);
        var id = ProjectId.New();
        db.Add(new ProjectRow { Id = id, Name = $"shop-{Interlocked.Increment(ref projects)}" });
        db.Add(new ProjectRevisionRow { ProjectId = id, Revision = 7, Floor = 7 });
        await db.SaveChangesAsync();
        return id;
    }

    public static async Task<InstanceId> InstanceAsync(string connectionString, ProjectId project, string name = "web-1", string? address = null, byte[]? userData = null)
    {
        await using var db = Open(connectionString);
        var id = InstanceId.New();
        db.Add(new InstanceRow
        {
            Id = id, ProjectId = project, Name = name, Labels = [], Zone = "eu-west1-b", MachineType = "n1-standard-1", Image = "debian-12", Network = MetadataNode.Network,
            Addresses = address is null ? [] : [address], MacAddresses = ["52:54:00:12:34:56"], UserData = userData,
        });
        if (address is not null)
            db.Add(new InstanceAddressRow { Network = MetadataNode.Network, Address = address, InstanceId = id });
        db.Add(InstanceRevisions.Create(id, project));
        await db.SaveChangesAsync();
        return id;
    }

    public static FleetDbContext Open(string connectionString) =>
        new(new DbContextOptionsBuilder<FleetDbContext>().UseNpgsql(connectionString, npgsql => npgsql.ConfigureDataSource(source => source.EnableDynamicJson())).UseSnakeCaseNamingConvention().Options);
}
