"""What follows a review: workshops, actions of plans with their courses and bookings, follow-ups, evaluations."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impact_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_impact_review_recorded_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_impact_review_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_review")),
        sa.UniqueConstraint("review_id", name=op.f("uq_impact_review_review_id")),
    )
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("progress", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "progress IN ('not-begun', 'under-way', 'done', 'part', 'replaced')", name=op.f("ck_plan_action_progress")
        ),
        sa.CheckConstraint("position >= 1 AND position <= 5", name=op.f("ck_plan_action_position")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_plan_action_created_by_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_plan_action_marked_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_plan_action_owner_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_plan_action_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.UniqueConstraint("review_id", "position", name=op.f("uq_plan_action_review_id_position")),
    )
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_action_due_on"), ["due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_action_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "process_evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=10), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("voice IN ('host', 'reviewer')", name=op.f("ck_process_evaluation_voice")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_process_evaluation_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_process_evaluation_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_evaluation")),
        sa.UniqueConstraint("review_id", "person_id", name=op.f("uq_process_evaluation_review_id_person_id")),
    )
    with op.batch_alter_table("process_evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_evaluation_person_id"), ["person_id"], unique=False)

    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(starts IS NULL) = (ends IS NULL)", name=op.f("ck_workshop_whole")),
        sa.CheckConstraint("starts IS NULL OR ends > starts", name=op.f("ck_workshop_in_order")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_workshop_recorded_by_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_workshop_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("review_id", name=op.f("uq_workshop_review_id")),
    )
    op.create_table(
        "action_booking",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["plan_action.id"], name=op.f("fk_action_booking_action_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_action_booking_booking_id")),
        sa.ForeignKeyConstraint(["linked_by_id"], ["person.id"], name=op.f("fk_action_booking_linked_by_id")),
        sa.PrimaryKeyConstraint("action_id", "booking_id", name=op.f("pk_action_booking")),
    )
    with op.batch_alter_table("action_booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_booking_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "action_course",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["plan_action.id"], name=op.f("fk_action_course_action_id")),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_action_course_course_id")),
        sa.PrimaryKeyConstraint("action_id", "course_id", name=op.f("pk_action_course")),
    )
    with op.batch_alter_table("action_course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_course_course_id"), ["course_id"], unique=False)

    op.create_table(
        "action_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["plan_action.id"], name=op.f("fk_action_version_action_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["person.id"], name=op.f("fk_action_version_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_version")),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_action_version_action_id_number")),
    )
    op.create_table(
        "evaluation_score",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=12), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "item IN ('prepared', 'respectful', 'sharp', 'useful', 'worth-it')", name=op.f("ck_evaluation_score_item")
        ),
        sa.CheckConstraint("score >= 1 AND score <= 5", name=op.f("ck_evaluation_score_score")),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["process_evaluation.id"], name=op.f("fk_evaluation_score_evaluation_id")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "item", name=op.f("pk_evaluation_score")),
    )
    op.create_table(
        "impact_answer",
        sa.Column("impact_review_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'part', 'not', 'replaced')", name=op.f("ck_impact_answer_outcome")),
        sa.ForeignKeyConstraint(["action_id"], ["plan_action.id"], name=op.f("fk_impact_answer_action_id")),
        sa.ForeignKeyConstraint(
            ["impact_review_id"], ["impact_review.id"], name=op.f("fk_impact_answer_impact_review_id")
        ),
        sa.PrimaryKeyConstraint("impact_review_id", "action_id", name=op.f("pk_impact_answer")),
    )
    with op.batch_alter_table("impact_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impact_answer_action_id"), ["action_id"], unique=False)

    op.create_table(
        "impact_rating",
        sa.Column("impact_review_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("rating", sa.String(length=1), nullable=False),
        sa.CheckConstraint("rating IN ('1', '2', '3', '4')", name=op.f("ck_impact_rating_rating")),
        sa.ForeignKeyConstraint(
            ["impact_review_id"], ["impact_review.id"], name=op.f("fk_impact_rating_impact_review_id")
        ),
        sa.PrimaryKeyConstraint("impact_review_id", "area", name=op.f("pk_impact_rating")),
    )
    op.create_table(
        "workshop_priority",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.CheckConstraint("position >= 1 AND position <= 5", name=op.f("ck_workshop_priority_position")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_priority_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "position", name=op.f("pk_workshop_priority")),
    )


def downgrade() -> None:
    op.drop_table("workshop_priority")
    op.drop_table("impact_rating")
    with op.batch_alter_table("impact_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_impact_answer_action_id"))

    op.drop_table("impact_answer")
    op.drop_table("evaluation_score")
    op.drop_table("action_version")
    with op.batch_alter_table("action_course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_course_course_id"))

    op.drop_table("action_course")
    with op.batch_alter_table("action_booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_booking_booking_id"))

    op.drop_table("action_booking")
    op.drop_table("workshop")
    with op.batch_alter_table("process_evaluation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_process_evaluation_person_id"))

    op.drop_table("process_evaluation")
    with op.batch_alter_table("plan_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_action_owner_id"))
        batch_op.drop_index(batch_op.f("ix_plan_action_due_on"))

    op.drop_table("plan_action")
    op.drop_table("impact_review")
