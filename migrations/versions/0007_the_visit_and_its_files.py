"""The visit: proposed days, timetable, stops for safeguarding; evidence files; versions of the preparation."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_evidence_file_size")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_evidence_file_added_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_evidence_file_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_review_id"), ["review_id"], unique=False)

    op.create_table(
        "safeguarding_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("paused_by_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("resumed_at >= paused_at", name=op.f("ck_safeguarding_pause_in_order")),
        sa.ForeignKeyConstraint(["paused_by_id"], ["person.id"], name=op.f("fk_safeguarding_pause_paused_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_safeguarding_pause_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safeguarding_pause")),
    )
    with op.batch_alter_table("safeguarding_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_safeguarding_pause_paused_by_id"), ["paused_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_safeguarding_pause_review_id"), ["review_id"], unique=False)
        batch_op.create_index(
            "uq_safeguarding_pause_lasting",
            ["review_id", "paused_by_id"],
            unique=True,
            sqlite_where=sa.text("resumed_at IS NULL"),
            postgresql_where=sa.text("resumed_at IS NULL"),
        )

    op.create_table(
        "timetable_activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("with_whom", sa.String(length=200), nullable=False),
        sa.Column("how_many", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("alongside", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('learning-walk', 'pupils', 'staff', 'families', 'governors', 'work', 'document', 'environment', 'meeting', 'break')",
            name=op.f("ck_timetable_activity_kind"),
        ),
        sa.CheckConstraint("day IN (1, 2)", name=op.f("ck_timetable_activity_day")),
        sa.CheckConstraint("ends > starts", name=op.f("ck_timetable_activity_in_order")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_timetable_activity_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timetable_activity")),
    )
    with op.batch_alter_table("timetable_activity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_activity_review_id"), ["review_id"], unique=False)

    op.create_table(
        "visit_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_yes_by_id", sa.Integer(), nullable=True),
        sa.Column("host_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lead_yes_by_id", sa.Integer(), nullable=True),
        sa.Column("lead_yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'agreed' OR (host_yes_by_id IS NOT NULL AND lead_yes_by_id IS NOT NULL)",
            name=op.f("ck_visit_option_both_said_yes"),
        ),
        sa.CheckConstraint("state IN ('open', 'agreed', 'replaced', 'taken-off')", name=op.f("ck_visit_option_state")),
        sa.CheckConstraint("(host_yes_by_id IS NULL) = (host_yes_at IS NULL)", name=op.f("ck_visit_option_host_yes")),
        sa.CheckConstraint("(lead_yes_by_id IS NULL) = (lead_yes_at IS NULL)", name=op.f("ck_visit_option_lead_yes")),
        sa.CheckConstraint("ends >= starts", name=op.f("ck_visit_option_in_order")),
        sa.CheckConstraint("host_yes_by_id <> lead_yes_by_id", name=op.f("ck_visit_option_two_people")),
        sa.ForeignKeyConstraint(["host_yes_by_id"], ["person.id"], name=op.f("fk_visit_option_host_yes_by_id")),
        sa.ForeignKeyConstraint(["lead_yes_by_id"], ["person.id"], name=op.f("fk_visit_option_lead_yes_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_visit_option_proposed_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_visit_option_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_option")),
    )
    with op.batch_alter_table("visit_option", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_option_review_id"), ["review_id"], unique=False)
        batch_op.create_index(
            "uq_visit_option_agreed",
            ["review_id"],
            unique=True,
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )
        batch_op.create_index(
            "uq_visit_option_open",
            ["review_id", "starts", "ends"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "evidence_content",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["evidence_file.id"], name=op.f("fk_evidence_content_file_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_evidence_content")),
    )
    op.create_table(
        "timetable_member",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["timetable_activity.id"], name=op.f("fk_timetable_member_activity_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_timetable_member_person_id")),
        sa.PrimaryKeyConstraint("activity_id", "person_id", name=op.f("pk_timetable_member")),
    )
    with op.batch_alter_table("timetable_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_timetable_member_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("preparation_version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_column("preparation_version")

    with op.batch_alter_table("timetable_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timetable_member_person_id"))

    op.drop_table("timetable_member")
    op.drop_table("evidence_content")
    with op.batch_alter_table("visit_option", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_visit_option_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(
            "uq_visit_option_agreed",
            sqlite_where=sa.text("state = 'agreed'"),
            postgresql_where=sa.text("state = 'agreed'"),
        )
        batch_op.drop_index(batch_op.f("ix_visit_option_review_id"))

    op.drop_table("visit_option")
    with op.batch_alter_table("timetable_activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_timetable_activity_review_id"))

    op.drop_table("timetable_activity")
    with op.batch_alter_table("safeguarding_pause", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_safeguarding_pause_lasting",
            sqlite_where=sa.text("resumed_at IS NULL"),
            postgresql_where=sa.text("resumed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_safeguarding_pause_review_id"))
        batch_op.drop_index(batch_op.f("ix_safeguarding_pause_paused_by_id"))

    op.drop_table("safeguarding_pause")
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_file_review_id"))

    op.drop_table("evidence_file")
