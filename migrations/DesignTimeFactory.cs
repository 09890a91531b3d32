using Fleet.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Fleet.Migrations;

/// <summary>For <c>dotnet ef migrations add</c> alone: it never opens the connection.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<FleetDbContext>
{
    public FleetDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<FleetDbContext>();
        options.UseFleet(FleetDatabase.Open("Host=/nowhere;Username=fleet;Database=fleet"));
        return new(options.Options);
    }
}
