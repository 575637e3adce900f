"""The directory: offers, their versions with all that hangs on them, earlier addresses, and checks.

An offer points at its published version, and a version at its offer: PostgreSQL is given the first of the two when
both tables are there, SQLite takes it at once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=36), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("published_version_id", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("next_check_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR published_version_id IS NOT NULL", name=op.f("ck_offer_published_says_something")
        ),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'published', 'archived')", name=op.f("ck_offer_state")),
        sa.CheckConstraint("(checked_on IS NULL) = (next_check_on IS NULL)", name=op.f("ck_offer_whole_check")),
        sa.CheckConstraint(
            "published_version_id IS NULL OR next_check_on IS NOT NULL", name=op.f("ck_offer_published_is_checked")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["person.id"], name=op.f("fk_offer_checked_by_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_offer_provider_id")),
        sa.ForeignKeyConstraint(
            ["published_version_id"], ["offer_version.id"], name=op.f("fk_offer_published_version_id"), use_alter=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_offer_public_id")),
        sa.UniqueConstraint("published_version_id", name=op.f("uq_offer_published_version_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_offer_slug")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_next_check_on"), ["next_check_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_offer_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "offer_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_offer_check_by_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_check_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_check")),
    )
    with op.batch_alter_table("offer_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_check_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "offer_slug",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_slug_offer_id")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_offer_slug")),
    )
    with op.batch_alter_table("offer_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_slug_offer_id"), ["offer_id"], unique=False)

    op.create_table(
        "offer_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("how_to_get", sa.Text(), nullable=False),
        sa.Column("cost_kind", sa.String(length=10), nullable=False),
        sa.Column("cost", sa.String(length=300), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("waiting", sa.String(length=200), nullable=False),
        sa.Column("minimum_age", sa.Integer(), nullable=True),
        sa.Column("maximum_age", sa.Integer(), nullable=True),
        sa.Column("county_wide", sa.Boolean(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("website", sa.String(length=400), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("cost_kind IN ('free', 'funded', 'traded')", name=op.f("ck_offer_version_cost_kind")),
        sa.CheckConstraint(
            "state <> 'returned' OR (reason <> '' AND decided_at IS NOT NULL)",
            name=op.f("ck_offer_version_returned_says_why"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_at IS NOT NULL", name=op.f("ck_offer_version_submitted_at")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'published', 'superseded')",
            name=op.f("ck_offer_version_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('published', 'superseded') OR decided_at IS NOT NULL", name=op.f("ck_offer_version_decided")
        ),
        sa.CheckConstraint(
            "maximum_age IS NULL OR minimum_age IS NULL OR maximum_age >= minimum_age",
            name=op.f("ck_offer_version_ages"),
        ),
        sa.CheckConstraint("minimum_age IS NULL OR minimum_age >= 0", name=op.f("ck_offer_version_minimum_age")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_offer_version_author_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_offer_version_decided_by_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_version_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_version")),
        sa.UniqueConstraint("offer_id", "number", name=op.f("uq_offer_version_offer_id_number")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            op.f("fk_offer_published_version_id"), "offer", "offer_version", ["published_version_id"], ["id"]
        )
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.create_index("ix_offer_version_state", ["state", "submitted_at"], unique=False)
        batch_op.create_index(
            "uq_offer_version_open",
            ["offer_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'returned', 'submitted')"),
            postgresql_where=sa.text("state IN ('draft', 'returned', 'submitted')"),
        )

    op.create_table(
        "offer_version_concept",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme", "code"], ["concept.scheme", "concept.code"], name=op.f("fk_offer_version_concept_scheme_code")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_version_concept_version_id")),
        sa.PrimaryKeyConstraint("version_id", "scheme", "code", name=op.f("pk_offer_version_concept")),
    )
    with op.batch_alter_table("offer_version_concept", schema=None) as batch_op:
        batch_op.create_index("ix_offer_version_concept_scheme_code", ["scheme", "code"], unique=False)

    op.create_table(
        "offer_version_district",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["offer_version.id"], name=op.f("fk_offer_version_district_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "district", name=op.f("pk_offer_version_district")),
    )
    with op.batch_alter_table("offer_version_district", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_version_district_district"), ["district"], unique=False)

    op.create_table(
        "offer_version_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_version_link_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_version_link")),
    )
    with op.batch_alter_table("offer_version_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_version_link_version_id"), ["version_id"], unique=False)

    op.create_table(
        "offer_version_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=400), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("easting", sa.Integer(), nullable=True),
        sa.Column("northing", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(easting IS NULL) = (northing IS NULL)", name=op.f("ck_offer_version_place_whole_map_reference")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["offer_version.id"], name=op.f("fk_offer_version_place_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_version_place")),
    )
    with op.batch_alter_table("offer_version_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_version_place_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    op.execute("UPDATE offer SET state = 'draft', published_version_id = NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("fk_offer_published_version_id"), "offer", type_="foreignkey")
    with op.batch_alter_table("offer_version_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_version_place_version_id"))

    op.drop_table("offer_version_place")
    with op.batch_alter_table("offer_version_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_version_link_version_id"))

    op.drop_table("offer_version_link")
    with op.batch_alter_table("offer_version_district", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_version_district_district"))

    op.drop_table("offer_version_district")
    with op.batch_alter_table("offer_version_concept", schema=None) as batch_op:
        batch_op.drop_index("ix_offer_version_concept_scheme_code")

    op.drop_table("offer_version_concept")
    with op.batch_alter_table("offer_version", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_offer_version_open",
            sqlite_where=sa.text("state IN ('draft', 'returned', 'submitted')"),
            postgresql_where=sa.text("state IN ('draft', 'returned', 'submitted')"),
        )
        batch_op.drop_index("ix_offer_version_state")

    op.drop_table("offer_version")
    with op.batch_alter_table("offer_slug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_slug_offer_id"))

    op.drop_table("offer_slug")
    with op.batch_alter_table("offer_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_check_offer_id"))

    op.drop_table("offer_check")
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_provider_id"))
        batch_op.drop_index(batch_op.f("ix_offer_next_check_on"))

    op.drop_table("offer")
