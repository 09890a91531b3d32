using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class AgentMapping : IEntityTypeConfiguration<AgentRow>, IEntityTypeConfiguration<JoinSecretRow>, IEntityTypeConfiguration<AgentNonceRow>, IEntityTypeConfiguration<AgentTokenRow>
{
    public void Configure(EntityTypeBuilder<AgentRow> builder)
    {
        builder.ToTable("agents").HasIndex(a => a.InstanceId).IsUnique().HasFilter("revoked_at IS NULL");
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(a => a.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<JoinSecretRow> builder)
    {
        builder.ToTable("join_secrets").HasKey(j => j.Sha256);
        builder.HasIndex(j => j.InstanceId);
        builder.HasOne<InstanceRow>().WithMany().HasForeignKey(j => j.InstanceId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(j => j.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<AgentNonceRow> builder)
    {
        builder.ToTable("agent_nonces").HasKey(n => n.Sha256);
        builder.HasIndex(n => n.ExpiresAt);
    }

    public void Configure(EntityTypeBuilder<AgentTokenRow> builder)
    {
        builder.ToTable("agent_tokens").HasKey(t => t.Sha256);
        builder.HasIndex(t => t.ExpiresAt);
        builder.HasOne<AgentRow>().WithMany().HasForeignKey(t => t.AgentId).OnDelete(DeleteBehavior.Cascade);
    }
}
