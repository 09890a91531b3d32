using Microsoft.EntityFrameworkCore.Migrations;

namespace Fleet.Migrations.Migrations;

/// <summary>What EF Core has no words for: the partitioned events, an index for the sets that many guests confirm, the name of this database, the project "default".</summary>
public partial class Events : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // No index is needed for correctness: the stream's watermark is the identity. This one serves reading a boot's events in order;
        // reads are pruned by the boot's first and last receive time.
        migrationBuilder.Sql("""
            CREATE TABLE events (
                received_at  timestamptz NOT NULL,
                stream_id    bigint      NOT NULL,
                seq          bigint      NOT NULL,
                boot_row_id  uuid        NOT NULL,
                path         text        NOT NULL,
                kind         smallint    NOT NULL,
                outcome      smallint,
                monotonic_ns bigint      NOT NULL,
                wall_time    timestamptz NOT NULL,
                message      text,
                attributes   jsonb,
                gap_count    integer
            ) PARTITION BY RANGE (received_at);
            CREATE INDEX ix_events_boot ON events (boot_row_id, stream_id, seq);
            CREATE TABLE events_default PARTITION OF events DEFAULT;
            CREATE INDEX ix_key_set_confirmations_subject ON key_set_confirmations (subject);
            INSERT INTO database_identity (id, epoch) VALUES (1, gen_random_uuid());
            WITH p AS (INSERT INTO projects (id, name, spec_version) VALUES (gen_random_uuid(), 'default', 1) RETURNING id)
            INSERT INTO project_revisions (project_id, revision, floor) SELECT id, 1, 1 FROM p;
            """);
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE events;");
}
