"""What results are read from: summaries of the facts, and the triggers that say which of them a fact concerns.

A migration that makes SQLite rebuild one of the watched tables (batch_alter_table) loses its triggers, and has to make
them again: ``tests/integration/insights/test_triggers.py`` says so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

CLOSED = "run.register_closed_at IS NOT NULL"
SCHOOL_OF_BOOKING = (
    f"'training', booking.school_id FROM booking JOIN run ON run.id = booking.run_id AND {CLOSED} "
    "WHERE booking.id = {row}.booking_id"
)
RUN_OF_BOOKING = (
    f"'runs', booking.run_id FROM booking JOIN run ON run.id = booking.run_id AND {CLOSED} "
    "WHERE booking.id = {row}.booking_id"
)
HAS_REVIEW = "EXISTS (SELECT 1 FROM review WHERE review.school_id = booking.school_id)"
OF_REVIEW = "'reviews', review.participation_id FROM review WHERE review.id = {row}.review_id"
OF_ACTION = (
    "'actions', review.school_id FROM plan_action JOIN review ON review.id = plan_action.review_id "
    "WHERE plan_action.id = {row}.action_id"
)
WATCHED = {  # table: the columns whose change matters, and what to mark, in INSERT … SELECT's own words
    "booking": (
        "run_id school_id person_id holder state ended_late came_by placed_at",
        f"'training', {{row}}.school_id FROM run WHERE run.id = {{row}}.run_id AND {CLOSED}",
        f"'runs', {{row}}.run_id FROM run WHERE run.id = {{row}}.run_id AND {CLOSED}",
        "'actions', {row}.school_id FROM run_outcome WHERE run_outcome.booking_id = {row}.id",
    ),
    "run_outcome": (
        "booking_id outcome valid_until",
        SCHOOL_OF_BOOKING,
        RUN_OF_BOOKING,
        f"'actions', booking.school_id FROM booking WHERE booking.id = {{row}}.booking_id AND {HAS_REVIEW}",
    ),
    "attendance": ("booking_id mark", SCHOOL_OF_BOOKING, RUN_OF_BOOKING),
    "run": (
        "register_closed_at course_id provider_id delivery capacity state",
        "'training', booking.school_id FROM booking WHERE booking.run_id = {row}.id GROUP BY booking.school_id",
        "'runs', {row}.id",
        (
            f"'actions', booking.school_id FROM booking WHERE booking.run_id = {{row}}.id AND {HAS_REVIEW} "
            "GROUP BY booking.school_id"
        ),
    ),
    "session": (
        "run_id day",
        (
            f"'training', booking.school_id FROM booking JOIN run ON run.id = booking.run_id AND {CLOSED} "
            "WHERE booking.run_id = {row}.run_id GROUP BY booking.school_id"
        ),
        f"'runs', run.id FROM run WHERE run.id = {{row}}.run_id AND {CLOSED}",
    ),
    "course": (
        "strand_id",
        (
            f"'training', booking.school_id FROM booking JOIN run ON run.id = booking.run_id AND {CLOSED} "
            "WHERE run.course_id = {row}.id GROUP BY booking.school_id"
        ),
        f"'runs', run.id FROM run WHERE run.course_id = {{row}}.id AND {CLOSED}",
    ),
    "feedback_answer": ("booking_id point", RUN_OF_BOOKING),
    "feedback_confidence": (
        "answer_id outcome_id value",
        (
            "'runs', booking.run_id FROM feedback_answer JOIN booking ON booking.id = feedback_answer.booking_id "
            f"JOIN run ON run.id = booking.run_id AND {CLOSED} WHERE feedback_answer.id = {{row}}.answer_id"
        ),
    ),
    "run_summary": (
        "period strand_id provider_id delivery places bookings attended completed no_shows late_cancels pairs rose",
        "'fill', {row}.period",
    ),
    "term": (
        "school_year number starts ends school_id",
        *(f"'{kind}', 0 WHERE {{row}}.school_id IS NULL" for kind in ("training", "runs", "reviews", "support")),
    ),
    "bank_holiday": ("day", "'reviews', 0"),
    "participation": ("state withdrawn_at school_id cycle_id", "'reviews', {row}.id"),
    "review": (
        "state side visit_on follow_up_on created_at school_id participation_id cycle_id",
        "'reviews', {row}.participation_id",
        (
            "'actions', {row}.school_id FROM plan_action WHERE plan_action.review_id = {row}.id "
            "GROUP BY plan_action.review_id"
        ),
    ),
    "review_change": ("review_id after at", OF_REVIEW),
    "stage_deadline": ("review_id stage due_on", OF_REVIEW),
    "assignment": ("review_id person_id state", OF_REVIEW),
    "review_form": ("review_id kind author_id submitted_at", OF_REVIEW),
    "review_cycle": (
        "starts_on visits_until deadlines",
        "'reviews', participation.id FROM participation WHERE participation.cycle_id = {row}.id",
    ),
    "plan_action": (
        "review_id area due_on progress created_at",
        "'actions', review.school_id FROM review WHERE review.id = {row}.review_id",
    ),
    "action_course": ("action_id course_id", OF_ACTION),
    "action_booking": ("action_id booking_id", OF_ACTION),
    "shortlist_entry": ("school_id added_at", "'support', {row}.school_id"),
    "enquiry": ("school_id sent_at accepted_at", "'support', {row}.school_id"),
    "offer_use": ("school_id used_on helped said_at", "'support', {row}.school_id"),
    "school": ("urn", "'heirs', 0"),
    "school_link": ("urn link_urn link_type", "'heirs', 0"),
}
ONLY_ONCE_CLOSED = {"run": "{row}.register_closed_at IS NOT NULL"}
AS_TEXT = {"deadlines": "::text"}  # JSON has no equality on PostgreSQL
EXISTS = "SELECT '{kind}', 0 WHERE EXISTS (SELECT 1 FROM school)"
KINDS = ("heirs", "runs", "training", "reviews", "actions", "support")


def make_triggers() -> None:
    for table, (columns, *marks) in WATCHED.items():
        for act, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            selects = dict.fromkeys(mark.format(row=row) for row in rows for mark in marks)
            body = " ".join(f"INSERT INTO summary_touch (kind, key) SELECT {select};" for select in selects)
            when = _when(table, act, columns.split(), rows)
            of = f"UPDATE OF {', '.join(columns.split())}" if act == "UPDATE" else act
            _make_trigger(f"summary_{table}_{act.lower()}", f"AFTER {of} ON {table}", when, body)


def _when(table: str, act: str, columns: list[str], rows: list[str]) -> str:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "{0} IS NOT {1}" if is_sqlite else "{0} IS DISTINCT FROM {1}"
    cast = {} if is_sqlite else AS_TEXT
    changes = [
        differs.format(f"OLD.{column}{cast.get(column, '')}", f"NEW.{column}{cast.get(column, '')}")
        for column in columns
    ]
    only = [ONLY_ONCE_CLOSED[table].format(row=row) for row in rows] if table in ONLY_ONCE_CLOSED else []
    conditions = ([" OR ".join(changes)] if act == "UPDATE" else []) + ([" OR ".join(only)] if only else [])
    return f"WHEN ({' AND '.join(f'({one})' for one in conditions)})" if conditions else ""


def _make_trigger(name: str, event: str, when: str, body: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} {event} {when} BEGIN {body} END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} {event} FOR EACH ROW {when} EXECUTE FUNCTION {name}()")


def drop_triggers() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in WATCHED:
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER summary_{table}_{act}" + ("" if is_sqlite else f" ON {table}"))
            if not is_sqlite:
                op.execute(f"DROP FUNCTION summary_{table}_{act}()")


def upgrade() -> None:
    op.create_table(
        "summary_touch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_touch")),
    )
    op.create_table(
        "action_summary",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("actions", sa.Integer(), nullable=False),
        sa.Column("followed_through", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("linked", sa.Integer(), nullable=False),
        sa.Column("linked_completed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_action_summary_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("school_id", "area", "due_on", name=op.f("pk_action_summary")),
    )
    op.create_table(
        "fill_summary",
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("late_cancels", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("rose", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_fill_summary_provider_id")),
        sa.ForeignKeyConstraint(["strand_id"], ["concept.id"], name=op.f("fk_fill_summary_strand_id")),
        sa.PrimaryKeyConstraint("period", "strand_id", "provider_id", "delivery", name=op.f("pk_fill_summary")),
    )
    op.create_table(
        "school_heir",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("heir_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["heir_id"], ["school.id"], name=op.f("fk_school_heir_heir_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_heir_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("school_id", "heir_id", name=op.f("pk_school_heir")),
    )
    with op.batch_alter_table("school_heir", schema=None) as batch_op:
        batch_op.create_index("ix_school_heir_heir_id", ["heir_id", "school_id"], unique=False)

    op.create_table(
        "support_summary",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("shortlisted", sa.Integer(), nullable=False),
        sa.Column("enquiries", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("helped_in_part", sa.Integer(), nullable=False),
        sa.Column("did_not_help", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_support_summary_school_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("school_id", "period", name=op.f("pk_support_summary")),
    )
    op.create_table(
        "training_summary",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("late_cancels", sa.Integer(), nullable=False),
        sa.Column("completions", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("last_completed_on", sa.Date(), nullable=True),
        sa.Column("current_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_training_summary_school_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["strand_id"], ["concept.id"], name=op.f("fk_training_summary_strand_id")),
        sa.PrimaryKeyConstraint("school_id", "period", "strand_id", name=op.f("pk_training_summary")),
    )
    with op.batch_alter_table("training_summary", schema=None) as batch_op:
        batch_op.create_index("ix_training_summary_period", ["period", "strand_id"], unique=False)

    op.create_table(
        "run_summary",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("delivery", sa.String(length=20), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("bookings", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("no_shows", sa.Integer(), nullable=False),
        sa.Column("late_cancels", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("rose", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], name=op.f("fk_run_summary_provider_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_summary_run_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["strand_id"], ["concept.id"], name=op.f("fk_run_summary_strand_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_summary")),
    )
    with op.batch_alter_table("run_summary", schema=None) as batch_op:
        batch_op.create_index("ix_run_summary_period", ["period"], unique=False)

    op.create_table(
        "review_summary",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("forms_assigned", sa.Integer(), nullable=False),
        sa.Column("forms_submitted", sa.Integer(), nullable=False),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("followed_up_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycle.id"], name=op.f("fk_review_summary_cycle_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_review_summary_participation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_review_summary_school_id")),
        sa.PrimaryKeyConstraint("participation_id", name=op.f("pk_review_summary")),
    )
    with op.batch_alter_table("review_summary", schema=None) as batch_op:
        batch_op.create_index("ix_review_summary_cycle_id", ["cycle_id", "school_id"], unique=False)
        batch_op.create_index("ix_review_summary_school_id", ["school_id", "final_on"], unique=False)

    op.create_table(
        "stage_summary",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["review_cycle.id"], name=op.f("fk_stage_summary_cycle_id")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_stage_summary_participation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_stage_summary_school_id")),
        sa.PrimaryKeyConstraint("participation_id", "stage", name=op.f("pk_stage_summary")),
    )
    with op.batch_alter_table("stage_summary", schema=None) as batch_op:
        batch_op.create_index("ix_stage_summary_cycle_id", ["cycle_id", "stage"], unique=False)

    make_triggers()
    for kind in KINDS:  # what was there before is summed up with the next fact, or by ``rollup rebuild``
        op.execute(f"INSERT INTO summary_touch (kind, key) {EXISTS.format(kind=kind)}")


def downgrade() -> None:
    drop_triggers()
    with op.batch_alter_table("stage_summary", schema=None) as batch_op:
        batch_op.drop_index("ix_stage_summary_cycle_id")

    op.drop_table("stage_summary")
    with op.batch_alter_table("review_summary", schema=None) as batch_op:
        batch_op.drop_index("ix_review_summary_school_id")
        batch_op.drop_index("ix_review_summary_cycle_id")

    op.drop_table("review_summary")
    with op.batch_alter_table("run_summary", schema=None) as batch_op:
        batch_op.drop_index("ix_run_summary_period")

    op.drop_table("run_summary")
    with op.batch_alter_table("training_summary", schema=None) as batch_op:
        batch_op.drop_index("ix_training_summary_period")

    op.drop_table("training_summary")
    op.drop_table("support_summary")
    with op.batch_alter_table("school_heir", schema=None) as batch_op:
        batch_op.drop_index("ix_school_heir_heir_id")

    op.drop_table("school_heir")
    op.drop_table("fill_summary")
    op.drop_table("action_summary")
    op.drop_table("summary_touch")
