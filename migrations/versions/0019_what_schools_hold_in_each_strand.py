"""What schools hold in each strand, in one row however long it has gone on: read for every page of results."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "strand_summary",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("last_completed_on", sa.Date(), nullable=True),
        sa.Column("current_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_strand_summary_school_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["strand_id"], ["concept.id"], name=op.f("fk_strand_summary_strand_id")),
        sa.PrimaryKeyConstraint("school_id", "strand_id", name=op.f("pk_strand_summary")),
    )
    with op.batch_alter_table("strand_summary", schema=None) as batch_op:
        batch_op.create_index("ix_strand_summary_strand_id", ["strand_id", "school_id"], unique=False)

    op.execute("INSERT INTO summary_touch (kind, key) SELECT 'training', 0 WHERE EXISTS (SELECT 1 FROM school)")


def downgrade() -> None:
    with op.batch_alter_table("strand_summary", schema=None) as batch_op:
        batch_op.drop_index("ix_strand_summary_strand_id")

    op.drop_table("strand_summary")
