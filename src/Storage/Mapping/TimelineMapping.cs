using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class TimelineMapping : IEntityTypeConfiguration<StreamRow>, IEntityTypeConfiguration<BootRow>, IEntityTypeConfiguration<SpanRow>, IEntityTypeConfiguration<EventRow>,
    IEntityTypeConfiguration<DeadLetterRow>
{
    public void Configure(EntityTypeBuilder<StreamRow> builder)
    {
        builder.ToTable("streams").HasIndex(s => new { s.InstanceId, s.Reporter, s.Epoch }).IsUnique();
        builder.Property(s => s.Id).UseIdentityAlwaysColumn();
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(s => s.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<BootRow> builder)
    {
        builder.ToTable("boots").HasIndex(b => new { b.InstanceId, b.BootId }).IsUnique();
        builder.HasIndex(b => new { b.InstanceId, b.StartedAt });
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(b => b.InstanceId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SpanRow> builder)
    {
        builder.ToTable("spans").HasKey(s => new { s.BootRowId, s.Reporter, s.Path });
        builder.HasOne<BootRow>().WithMany().HasForeignKey(s => s.BootRowId).OnDelete(DeleteBehavior.Cascade);
    }

    // The migration makes the table itself: PARTITION BY RANGE (received_at), no foreign keys, no primary key in the database.
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events", table => table.ExcludeFromMigrations()).HasKey(e => new { e.StreamId, e.Seq });
        builder.Property(e => e.Attributes).HasColumnType("jsonb");
    }

    public void Configure(EntityTypeBuilder<DeadLetterRow> builder)
    {
        builder.ToTable("dead_letters").Property(d => d.Id).UseIdentityAlwaysColumn();
        builder.Property(d => d.At).HasDefaultValueSql("now()");
    }
}
