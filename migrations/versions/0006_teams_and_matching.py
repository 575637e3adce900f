"""Teams that are proposed before anybody is asked, and conflicts that have come up since somebody was."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matching_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("unserved", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'confirmed', 'dropped')", name=op.f("ck_matching_proposal_state")),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycle.id"], name=op.f("fk_matching_proposal_cycle_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_matching_proposal_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_proposal")),
    )
    with op.batch_alter_table("matching_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_matching_proposal_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(
            "uq_matching_proposal_open",
            ["cycle_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "proposed_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("part IN ('lead', 'reviewer')", name=op.f("ck_proposed_place_part")),
        sa.CheckConstraint("NOT locked OR person_id IS NOT NULL", name=op.f("ck_proposed_place_locked_has_somebody")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposed_place_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["matching_proposal.id"], name=op.f("fk_proposed_place_proposal_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_proposed_place_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_place")),
        sa.UniqueConstraint(
            "proposal_id", "review_id", "person_id", name=op.f("uq_proposed_place_proposal_id_review_id_person_id")
        ),
    )
    with op.batch_alter_table("proposed_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_place_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposed_place_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposed_place_review_id"), ["review_id"], unique=False)

    op.create_table(
        "assignment_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_conflict_assignment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_conflict")),
        sa.UniqueConstraint("assignment_id", "code", name=op.f("uq_assignment_conflict_assignment_id_code")),
    )


def downgrade() -> None:
    op.drop_table("assignment_conflict")
    with op.batch_alter_table("proposed_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposed_place_review_id"))
        batch_op.drop_index(batch_op.f("ix_proposed_place_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_proposed_place_person_id"))

    op.drop_table("proposed_place")
    with op.batch_alter_table("matching_proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_matching_proposal_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_matching_proposal_cycle_id"))

    op.drop_table("matching_proposal")
