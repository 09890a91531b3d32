using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class ProjectMapping : IEntityTypeConfiguration<ProjectRow>, IEntityTypeConfiguration<ProjectRevisionRow>, IEntityTypeConfiguration<ProjectAttributeRow>
{
    public void Configure(EntityTypeBuilder<ProjectRow> builder)
    {
        builder.ToTable("projects").HasIndex(p => p.Name).IsUnique();
        builder.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
        builder.Property(p => p.SpecVersion).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ProjectRevisionRow> builder)
    {
        builder.ToTable("project_revisions").HasKey(r => r.ProjectId);
        builder.HasOne<ProjectRow>().WithOne().HasForeignKey<ProjectRevisionRow>(r => r.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ProjectAttributeRow> builder)
    {
        builder.ToTable("project_attributes").HasKey(a => new { a.ProjectId, a.Key });
        builder.HasOne<ProjectRow>().WithMany().HasForeignKey(a => a.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
