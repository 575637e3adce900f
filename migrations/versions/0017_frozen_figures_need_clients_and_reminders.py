"""Frozen figures, the national figures on special educational needs, tools that read the measures, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "freeze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze")),
        sa.UniqueConstraint("as_of", name=op.f("uq_freeze_as_of")),
    )
    op.create_table(
        "school_send",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupils", sa.Integer(), nullable=True),
        sa.Column("sen_support", sa.Integer(), nullable=True),
        sa.Column("ehc", sa.Integer(), nullable=True),
        sa.CheckConstraint("pupils >= 0 AND sen_support >= 0 AND ehc >= 0", name=op.f("ck_school_send_counts")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_school_send_year")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_send_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("school_id", "year", name=op.f("pk_school_send")),
    )
    op.create_table(
        "api_client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(revoked_at IS NULL) OR (revoked_at >= created_at)", name=op.f("ck_api_client_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_api_client_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_client_token_hash")),
    )
    op.create_table(
        "result_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_result_reminder_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_result_reminder_school_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_result_reminder_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_reminder")),
        sa.UniqueConstraint(
            "school_id", "person_id", "sent_on", name=op.f("uq_result_reminder_school_id_person_id_sent_on")
        ),
    )
    with op.batch_alter_table("result_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_reminder_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_result_reminder_school_id_sent_at", ["school_id", "sent_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("result_reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_result_reminder_school_id_sent_at")
        batch_op.drop_index(batch_op.f("ix_result_reminder_person_id"))
    op.drop_table("result_reminder")
    op.drop_table("api_client")
    op.drop_table("school_send")
    op.drop_table("freeze")
