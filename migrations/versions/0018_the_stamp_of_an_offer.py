"""The stamp of what an offer is found by stands with the offer, where the sum over those listed is read from an index."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offer", sa.Column("stamp", sa.BigInteger(), nullable=True))
    op.execute("UPDATE offer SET stamp = (SELECT stamp FROM offer_search WHERE offer_search.offer_id = offer.id)")
    op.create_index("ix_offer_listed", "offer", ["state", "next_check_on", "stamp", "checked_on"], unique=False)
    with op.batch_alter_table("offer_search", schema=None) as batch_op:
        batch_op.drop_column("stamp")


def downgrade() -> None:
    with op.batch_alter_table("offer_search", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stamp", sa.BigInteger(), nullable=True))
    op.execute("UPDATE offer_search SET stamp = (SELECT stamp FROM offer WHERE offer.id = offer_search.offer_id)")
    with op.batch_alter_table("offer_search", schema=None) as batch_op:
        batch_op.alter_column("stamp", existing_type=sa.BigInteger(), nullable=False)
    op.drop_index("ix_offer_listed", table_name="offer")
    op.drop_column("offer", "stamp")
