using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class InstanceMapping : IEntityTypeConfiguration<InstanceRow>, IEntityTypeConfiguration<InstanceAddressRow>, IEntityTypeConfiguration<InstanceRevisionRow>,
    IEntityTypeConfiguration<InstanceStatusRow>, IEntityTypeConfiguration<InstanceAttributeRow>
{
    public void Configure(EntityTypeBuilder<InstanceRow> builder)
    {
        builder.ToTable("instances").HasIndex(i => new { i.ProjectId, i.Name }).IsUnique();
        builder.HasOne<ProjectRow>().WithMany().HasForeignKey(i => i.ProjectId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(i => i.Labels).HasColumnType("jsonb");
        builder.Property(i => i.NumericId).UseIdentityAlwaysColumn();
        builder.Property(i => i.UserDataOrder).HasColumnType("text");
        builder.Property(i => i.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(i => i.SpecVersion).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<InstanceAddressRow> builder)
    {
        builder.ToTable("instance_addresses").HasKey(a => new { a.Network, a.Address });
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(a => a.InstanceId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<InstanceRevisionRow> builder)
    {
        builder.ToTable("instance_revisions").HasKey(r => r.InstanceId);
        builder.HasIndex(r => r.ProjectId);
        builder.HasOne<InstanceRow>().WithOne().HasForeignKey<InstanceRevisionRow>(r => r.InstanceId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<InstanceStatusRow> builder)
    {
        builder.ToTable("instance_status").HasKey(s => s.InstanceId);
        builder.HasOne<InstanceRow>().WithOne().HasForeignKey<InstanceStatusRow>(s => s.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(s => s.Since).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<InstanceAttributeRow> builder)
    {
        builder.ToTable("instance_attributes").HasKey(a => new { a.InstanceId, a.Key });
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(a => a.InstanceId).OnDelete(DeleteBehavior.Cascade);
    }
}
