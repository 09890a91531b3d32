using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class AccessMapping : IEntityTypeConfiguration<SshKeyRow>, IEntityTypeConfiguration<KeySetRow>, IEntityTypeConfiguration<KeySetConfirmationRow>
{
    public void Configure(EntityTypeBuilder<SshKeyRow> builder)
    {
        builder.ToTable("ssh_keys").HasIndex(k => new { k.InstanceId, k.Id });
        builder.HasIndex(k => new { k.ProjectId, k.Id }).HasFilter("instance_id IS NULL").HasDatabaseName("ix_ssh_keys_project");
        builder.HasIndex(k => k.ExpiresAt).HasFilter("expires_at IS NOT NULL AND removed_at IS NULL AND expired_at IS NULL");
        builder.HasOne<ProjectRow>().WithMany().HasForeignKey(k => k.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(k => k.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(k => k.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<KeySetRow> builder) => builder.ToTable("key_sets").HasKey(s => s.Subject);

    public void Configure(EntityTypeBuilder<KeySetConfirmationRow> builder)
    {
        builder.ToTable("key_set_confirmations").HasKey(c => new { c.InstanceId, c.Subject, c.Revision });
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(c => c.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(c => c.Problems).HasColumnType("jsonb");
    }
}
