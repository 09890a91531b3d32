using Fleet.Contracts;
using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Fleet.Storage;

/// <summary>The only state. Names are snake_case; enums are stored as smallint; times are timestamptz by the database's clock.</summary>
public sealed class FleetDbContext(DbContextOptions<FleetDbContext> options) : DbContext(options)
{
#pragma warning disable CS1591 // each set is its entity
    public DbSet<ProjectRow> Projects => Set<ProjectRow>();
    public DbSet<ProjectRevisionRow> ProjectRevisions => Set<ProjectRevisionRow>();
    public DbSet<ProjectAttributeRow> ProjectAttributes => Set<ProjectAttributeRow>();
    public DbSet<InstanceRow> Instances => Set<InstanceRow>();
    public DbSet<InstanceAddressRow> InstanceAddresses => Set<InstanceAddressRow>();
    public DbSet<InstanceRevisionRow> InstanceRevisions => Set<InstanceRevisionRow>();
    public DbSet<InstanceStatusRow> InstanceStatuses => Set<InstanceStatusRow>();
    public DbSet<InstanceAttributeRow> InstanceAttributes => Set<InstanceAttributeRow>();
    public DbSet<SshKeyRow> SshKeys => Set<SshKeyRow>();
    public DbSet<KeySetRow> KeySets => Set<KeySetRow>();
    public DbSet<KeySetConfirmationRow> KeySetConfirmations => Set<KeySetConfirmationRow>();
    public DbSet<ChangeRow> ChangeLog => Set<ChangeRow>();
    public DbSet<AuditRow> AuditEvents => Set<AuditRow>();
    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();
    public DbSet<SignInLinkRow> SignInLinks => Set<SignInLinkRow>();
    public DbSet<SessionRow> Sessions => Set<SessionRow>();
    public DbSet<AgentRow> Agents => Set<AgentRow>();
    public DbSet<JoinSecretRow> JoinSecrets => Set<JoinSecretRow>();
    public DbSet<AgentNonceRow> AgentNonces => Set<AgentNonceRow>();
    public DbSet<AgentTokenRow> AgentTokens => Set<AgentTokenRow>();
    public DbSet<StreamRow> Streams => Set<StreamRow>();
    public DbSet<BootRow> Boots => Set<BootRow>();
    public DbSet<SpanRow> Spans => Set<SpanRow>();
    public DbSet<EventRow> Events => Set<EventRow>();
    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();
    public DbSet<IdempotencyRow> IdempotencyKeys => Set<IdempotencyRow>();
    public DbSet<DatabaseRow> DatabaseIdentity => Set<DatabaseRow>();
#pragma warning restore CS1591

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<ProjectId>().HaveConversion<GuidIdValueConverter<ProjectId>>();
        configurationBuilder.Properties<InstanceId>().HaveConversion<GuidIdValueConverter<InstanceId>>();
        configurationBuilder.Properties<AgentId>().HaveConversion<GuidIdValueConverter<AgentId>>();
        configurationBuilder.Properties<SshKeyId>().HaveConversion<GuidIdValueConverter<SshKeyId>>();
        configurationBuilder.Properties<BootRowId>().HaveConversion<GuidIdValueConverter<BootRowId>>();
        configurationBuilder.Properties<Enum>().HaveConversion<short>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(FleetDbContext).Assembly);
}
