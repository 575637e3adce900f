"""Reminders of what reviews are due, and how often a head was reminded to answer an invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "review_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "stage IN ('planned', 'team-proposed', 'team-confirmed', 'date-agreed', 'self-review-open',"
            " 'self-review-submitted', 'ready', 'visited', 'forms-in', 'draft-with-host', 'points-answered', 'final',"
            " 'workshop-held', 'plan-agreed', 'followed-up', 'closed')",
            name=op.f("ck_review_reminder_stage"),
        ),
        sa.CheckConstraint(
            "step IN ('before-5', 'before-1', 'after-1', 'after-5', 'office', 'by-hand')",
            name=op.f("ck_review_reminder_step"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_reminder_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_reminder_review_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["person.id"], name=op.f("fk_review_reminder_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_reminder")),
        sa.UniqueConstraint(
            "review_id",
            "stage",
            "person_id",
            "sent_on",
            name=op.f("uq_review_reminder_review_id_stage_person_id_sent_on"),
        ),
    )
    with op.batch_alter_table("review_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_reminder_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_reminder_review_id"), ["review_id"], unique=False)

    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reminders", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.alter_column("reminders", server_default=None)  # the rows that were there have theirs


def downgrade() -> None:
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_column("reminders")
        batch_op.drop_column("reminded_at")

    with op.batch_alter_table("review_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_reminder_review_id"))
        batch_op.drop_index(batch_op.f("ix_review_reminder_person_id"))

    op.drop_table("review_reminder")
