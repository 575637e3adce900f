"""Offers from elsewhere: what each is called in its source, and the files that were taken over."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("made >= 0 AND changed >= 0 AND unchanged >= 0", name=op.f("ck_offer_import_counts")),
        sa.ForeignKeyConstraint(["imported_by_id"], ["person.id"], name=op.f("fk_offer_import_imported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_import")),
    )
    op.create_table(
        "offer_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_source_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_source")),
        sa.UniqueConstraint("source", "source_id", name=op.f("uq_offer_source_source_source_id")),
    )
    with op.batch_alter_table("offer_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_source_offer_id"), ["offer_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offer_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_source_offer_id"))
    op.drop_table("offer_source")
    op.drop_table("offer_import")
