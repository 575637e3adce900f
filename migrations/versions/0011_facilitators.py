"""Facilitators: a role at a provider that is good for the runs somebody is named on.

Going back takes the facilitators' roles away, since there was no such role before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AT_SCHOOLS = "(role IN ('booker', 'governor', 'headteacher', 'senco', 'staff')) = (school_id IS NOT NULL)"
OTHERS_BEFORE = "'booker', 'governor', 'headteacher', 'provider-member', 'reviewer', 'senco', 'staff'"
OTHERS_AFTER = "'booker', 'facilitator', 'governor', 'headteacher', 'provider-member', 'reviewer', 'senco', 'staff'"
TEAM = "'team-adviser', 'team-manager', 'team-viewer'"


def upgrade() -> None:
    _replace_checks(at_providers="'facilitator', 'provider-member'", others=OTHERS_AFTER)
    op.create_table(
        "run_facilitator",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_run_facilitator_person_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_facilitator_run_id")),
        sa.PrimaryKeyConstraint("run_id", "person_id", name=op.f("pk_run_facilitator")),
    )
    with op.batch_alter_table("run_facilitator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_facilitator_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("run_facilitator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_facilitator_person_id"))
    op.drop_table("run_facilitator")
    op.execute("DELETE FROM membership WHERE role = 'facilitator'")
    _replace_checks(at_providers="'provider-member'", others=OTHERS_BEFORE)


def _replace_checks(*, at_providers: str, others: str) -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_membership_role_has_its_place"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_membership_role"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_membership_role_has_its_place"),
            f"{AT_SCHOOLS} AND (role IN ({at_providers})) = (provider_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(batch_op.f("ck_membership_role"), f"role IN ({others}, {TEAM})")
