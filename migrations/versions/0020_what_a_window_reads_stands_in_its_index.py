"""What results ask of a term stands in the index of terms, so that a window of a large county is read from it alone."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

READ = ["period", "school_id", "strand_id", "completions", "last_completed_on"]


def upgrade() -> None:
    op.drop_index("ix_training_summary_period", "training_summary")
    op.create_index("ix_training_summary_period", "training_summary", READ)


def downgrade() -> None:
    op.drop_index("ix_training_summary_period", "training_summary")
    op.create_index("ix_training_summary_period", "training_summary", ["period", "strand_id"])
