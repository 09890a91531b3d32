using Fleet.Storage.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Fleet.Storage.Mapping;

internal sealed class IdentityMapping : IEntityTypeConfiguration<ApiTokenRow>, IEntityTypeConfiguration<SignInLinkRow>, IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<ApiTokenRow> builder)
    {
        builder.ToTable("api_tokens").HasKey(t => t.Sha256);
        builder.Property(t => t.CreatedAt).HasDefaultValueSql("now()");
    }

    public void Configure(EntityTypeBuilder<SignInLinkRow> builder) => builder.ToTable("sign_in_links").HasKey(l => l.Sha256);

    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.ToTable("sessions").HasKey(s => s.Sha256);
        builder.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
    }
}
