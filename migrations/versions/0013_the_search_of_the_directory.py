"""The search of the directory: what offers are found by, kept searches, and searches that found nothing.

The index of offers that are published already is made by ``flask --app wsgi directory reindex``, or by the worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "empty_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("facets", sa.String(length=400), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_empty_search_happened")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_empty_search")),
        sa.UniqueConstraint("words", "facets", "day", name=op.f("uq_empty_search_words_facets_day")),
    )
    with op.batch_alter_table("empty_search", schema=None) as batch_op:
        batch_op.create_index("ix_empty_search_day", ["day"], unique=False)

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_search_has_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_search_person_id_name")),
    )
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.create_index("ix_saved_search_alerts", ["alerts", "told_at"], unique=False)

    op.create_table(
        "offer_search",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_search_offer_id")),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_search_version_id")),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_search")),
    )
    with op.batch_alter_table("offer_search", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_search_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("offer_search", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_search_version_id"))

    op.drop_table("offer_search")
    with op.batch_alter_table("saved_search", schema=None) as batch_op:
        batch_op.drop_index("ix_saved_search_alerts")

    op.drop_table("saved_search")
    with op.batch_alter_table("empty_search", schema=None) as batch_op:
        batch_op.drop_index("ix_empty_search_day")

    op.drop_table("empty_search")
