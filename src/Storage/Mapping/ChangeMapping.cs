using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class ChangeMapping : IEntityTypeConfiguration<ChangeRow>, IEntityTypeConfiguration<AuditRow>, IEntityTypeConfiguration<IdempotencyRow>, IEntityTypeConfiguration<DatabaseRow>
{
    public void Configure(EntityTypeBuilder<ChangeRow> builder)
    {
        builder.ToTable("change_log").HasIndex(c => new { c.Xid, c.Id });
        builder.Property(c => c.Id).UseIdentityAlwaysColumn();
        builder.Property(c => c.Xid).HasColumnType("xid8").HasDefaultValueSql("pg_current_xact_id()");
        builder.Property(c => c.At).HasDefaultValueSql("now()");
        builder.HasIndex(c => c.At).HasMethod("brin");
    }

    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit_events").HasIndex(a => new { a.ProjectId, a.Id });
        builder.Property(a => a.Id).UseIdentityAlwaysColumn();
        builder.Property(a => a.At).HasDefaultValueSql("now()");
        builder.Property(a => a.Detail).HasColumnType("jsonb");
    }

    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("idempotency_keys").HasKey(i => new { i.Principal, i.Key });
        builder.HasIndex(i => i.CreatedAt);
        builder.Property(i => i.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<DatabaseRow> builder) => builder.ToTable("database_identity").Property(d => d.Id).ValueGeneratedNever();
}
