"""Training from first interest to certificate: requests, offers, charges, registers, feedback, certificates, feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["person.id"], name=op.f("fk_attendance_import_imported_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_import")),
        sa.UniqueConstraint("sha256", name=op.f("uq_attendance_import_sha256")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(nonce) >= 20", name=op.f("ck_calendar_feed_nonce")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_calendar_feed_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("nonce", name=op.f("uq_calendar_feed_nonce")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_calendar_feed_current",
            ["person_id", "school_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND school_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND school_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_calendar_feed_own",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL AND school_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND school_id IS NULL"),
        )

    op.create_table(
        "digest_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_line_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_digest_line_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_line")),
        sa.UniqueConstraint("key", name=op.f("uq_digest_line_key")),
    )
    with op.batch_alter_table("digest_line", schema=None) as batch_op:
        batch_op.create_index("ix_digest_line_open", ["digest_key", "person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_digest_line_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_digest_line_school_id"), ["school_id"], unique=False)

    op.create_table(
        "learning_addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("given_by", sa.String(length=200), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("strand_id", sa.Integer(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_learning_addition_hours")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_learning_addition_person_id")),
        sa.ForeignKeyConstraint(["strand_id"], ["concept.id"], name=op.f("fk_learning_addition_strand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_addition")),
    )
    with op.batch_alter_table("learning_addition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_learning_addition_person_id"), ["person_id"], unique=False)

    op.create_table(
        "message_preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_preference_person_id")),
        sa.PrimaryKeyConstraint("person_id", "group", name=op.f("pk_message_preference")),
    )
    op.create_table(
        "course_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_interest_course_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_interest_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_course_interest_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_interest")),
    )
    with op.batch_alter_table("course_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_interest_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_course_interest_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_course_interest_open",
            ["course_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "ring_fence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=120), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('phase', 'grouping', 'not-reached')", name=op.f("ck_ring_fence_kind")),
        sa.CheckConstraint("places > 0", name=op.f("ck_ring_fence_places")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_ring_fence_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ring_fence")),
    )
    with op.batch_alter_table("ring_fence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ring_fence_run_id"), ["run_id"], unique=False)

    op.create_table(
        "run_mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "audience IN ('confirmed', 'waiting', 'attended', 'absent')", name=op.f("ck_run_mailing_audience")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_mailing_run_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name=op.f("fk_run_mailing_sender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_mailing")),
    )
    with op.batch_alter_table("run_mailing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_mailing_run_id"), ["run_id"], unique=False)

    op.create_table(
        "run_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_run_material_size")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_run_material_added_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_run_material_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_material")),
    )
    with op.batch_alter_table("run_material", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_material_run_id"), ["run_id"], unique=False)

    op.create_table(
        "material_content",
        sa.Column("material_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["material_id"], ["run_material.id"], name=op.f("fk_material_content_material_id")),
        sa.PrimaryKeyConstraint("material_id", name=op.f("pk_material_content")),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("marked_from", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("mark IN ('present', 'part', 'absent', 'excused')", name=op.f("ck_attendance_mark")),
        sa.CheckConstraint(
            "marked_from IN ('register', 'check-in', 'paper', 'walk-in', 'import')",
            name=op.f("ck_attendance_marked_from"),
        ),
        sa.CheckConstraint("minutes IS NULL OR minutes >= 0", name=op.f("ck_attendance_minutes")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_attendance_booking_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_attendance_marked_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "booking_id", name=op.f("uq_attendance_session_id_booking_id")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "booking_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('decide', 'offer', 'moved', 'feedback-before', 'feedback-after', 'feedback-later')",
            name=op.f("ck_booking_link_purpose"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_link_booking_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_booking_link_token_hash")),
    )
    with op.batch_alter_table("booking_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_link_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_link_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "booking_participant",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_participant_booking_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_participant_person_id")),
        sa.PrimaryKeyConstraint("booking_id", "person_id", name=op.f("pk_booking_participant")),
    )
    with op.batch_alter_table("booking_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_participant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "booking_request",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supported_by_id", sa.Integer(), nullable=True),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(decision = '') = (decided_at IS NULL)", name=op.f("ck_booking_request_decided_at")),
        sa.CheckConstraint("decision IN ('', 'approved', 'declined')", name=op.f("ck_booking_request_decision")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_booking_request_asked_by_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booking_request_booking_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_booking_request_decided_by_id")),
        sa.ForeignKeyConstraint(["supported_by_id"], ["person.id"], name=op.f("fk_booking_request_supported_by_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_booking_request")),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.String(length=500), nullable=False),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = '')", name=op.f("ck_certificate_revoked_with_reason")
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_certificate_booking_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["person.id"], name=op.f("fk_certificate_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_certificate_booking_id")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    op.create_table(
        "charge_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rule", sa.String(length=300), nullable=False),
        sa.Column("base_pence", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiver", sa.String(length=20), nullable=True),
        sa.Column("waiver_note", sa.String(length=500), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('late-cancel', 'no-show')", name=op.f("ck_charge_record_kind")),
        sa.CheckConstraint(
            "waiver IS NULL OR waiver IN ('sickness', 'inspection', 'safeguarding', 'colleague-sent', 'run-changed', 'other')",
            name=op.f("ck_charge_record_waiver"),
        ),
        sa.CheckConstraint("(waiver IS NULL) = (waived_at IS NULL)", name=op.f("ck_charge_record_waived_at")),
        sa.CheckConstraint("amount_pence >= 0 AND base_pence >= 0", name=op.f("ck_charge_record_amounts")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_charge_record_percent")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_charge_record_booking_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_charge_record_school_id")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_charge_record_waived_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_record")),
        sa.UniqueConstraint("booking_id", "kind", name=op.f("uq_charge_record_booking_id_kind")),
    )
    with op.batch_alter_table("charge_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charge_record_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_record_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_charge_record_school_id"), ["school_id"], unique=False)

    op.create_table(
        "feedback_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=10), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("manager_name", sa.String(length=200), nullable=False),
        sa.Column("manager_comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("point IN ('before', 'after', 'later')", name=op.f("ck_feedback_answer_point")),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_feedback_answer_rating")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_feedback_answer_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_answer")),
        sa.UniqueConstraint("booking_id", "point", name=op.f("uq_feedback_answer_booking_id_point")),
    )
    with op.batch_alter_table("feedback_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_answer_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("point IN ('before', 'after', 'later')", name=op.f("ck_feedback_request_point")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_feedback_request_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
        sa.UniqueConstraint("booking_id", "point", name=op.f("uq_feedback_request_booking_id_point")),
    )
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_request_booking_id"), ["booking_id"], unique=False)

    op.create_table(
        "waiting_skip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_waiting_skip_booking_id")),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name=op.f("fk_waiting_skip_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_skip")),
    )
    with op.batch_alter_table("waiting_skip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_skip_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiting_skip_run_id"), ["run_id"], unique=False)

    op.create_table(
        "feedback_confidence",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_feedback_confidence_value")),
        sa.ForeignKeyConstraint(["answer_id"], ["feedback_answer.id"], name=op.f("fk_feedback_confidence_answer_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["course_outcome.id"], name=op.f("fk_feedback_confidence_outcome_id")),
        sa.PrimaryKeyConstraint("answer_id", "outcome_id", name=op.f("pk_feedback_confidence")),
    )
    with op.batch_alter_table("feedback_confidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_confidence_outcome_id"), ["outcome_id"], unique=False)

    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ring_fence_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("came_by", sa.String(length=12), nullable=False, server_default="basket"))
        batch_op.create_check_constraint(
            batch_op.f("ck_booking_offered_until"), "(state = 'offered') = (offered_until IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_booking_came_by"),
            "came_by IN ('basket', 'request', 'application', 'substitute', 'walk-in', 'import')",
        )
        batch_op.create_index(batch_op.f("ix_booking_offered_until"), ["offered_until"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_booking_ring_fence_id"), ["ring_fence_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_booking_replaces_id"), "booking", ["replaces_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_booking_ring_fence_id"), "ring_fence", ["ring_fence_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.add_column(sa.Column("criteria", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("charge_bands", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("charge_base_pence", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("certificate_after_feedback", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reply_to", sa.String(length=320), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reference", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_outbox_message_reference"), ["reference"], unique=False)

    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("warn_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("substitute_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("completion_rule", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("register_closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("joining_release_days", sa.Integer(), nullable=False, server_default="7"))
        batch_op.add_column(sa.Column("front_of_queue", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("check_in_code", sa.String(length=12), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_column("check_in_code")

    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_column("front_of_queue")
        batch_op.drop_column("joining_release_days")
        batch_op.drop_column("register_closed_at")
        batch_op.drop_column("completion_rule")
        batch_op.drop_column("substitute_by")
        batch_op.drop_column("warn_on")
        batch_op.drop_column("released_at")

    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_message_reference"))
        batch_op.drop_column("delivered_at")
        batch_op.drop_column("reference")
        batch_op.drop_column("reply_to")

    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_column("certificate_after_feedback")
        batch_op.drop_column("charge_base_pence")
        batch_op.drop_column("charge_bands")
        batch_op.drop_column("criteria")

    op.execute("UPDATE booking SET state = 'cancelled', ended_at = placed_at WHERE state = 'offered'")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_booking_came_by"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_booking_offered_until"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_booking_ring_fence_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_booking_replaces_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_booking_ring_fence_id"))
        batch_op.drop_index(batch_op.f("ix_booking_replaces_id"))
        batch_op.drop_index(batch_op.f("ix_booking_offered_until"))
        batch_op.drop_column("came_by")
        batch_op.drop_column("moved_at")
        batch_op.drop_column("ring_fence_id")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("offered_until")

    with op.batch_alter_table("feedback_confidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_confidence_outcome_id"))

    op.drop_table("feedback_confidence")
    with op.batch_alter_table("waiting_skip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_skip_run_id"))
        batch_op.drop_index(batch_op.f("ix_waiting_skip_booking_id"))

    op.drop_table("waiting_skip")
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_request_booking_id"))

    op.drop_table("feedback_request")
    with op.batch_alter_table("feedback_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_answer_booking_id"))

    op.drop_table("feedback_answer")
    with op.batch_alter_table("charge_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_charge_record_school_id"))
        batch_op.drop_index(batch_op.f("ix_charge_record_created_at"))
        batch_op.drop_index(batch_op.f("ix_charge_record_booking_id"))

    op.drop_table("charge_record")
    op.drop_table("certificate")
    op.drop_table("booking_request")
    with op.batch_alter_table("booking_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_participant_person_id"))

    op.drop_table("booking_participant")
    with op.batch_alter_table("booking_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booking_link_person_id"))
        batch_op.drop_index(batch_op.f("ix_booking_link_expires_at"))
        batch_op.drop_index(batch_op.f("ix_booking_link_booking_id"))

    op.drop_table("booking_link")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_booking_id"))

    op.drop_table("attendance")
    op.drop_table("material_content")
    with op.batch_alter_table("run_material", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_material_run_id"))

    op.drop_table("run_material")
    with op.batch_alter_table("run_mailing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_mailing_run_id"))

    op.drop_table("run_mailing")
    with op.batch_alter_table("ring_fence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ring_fence_run_id"))

    op.drop_table("ring_fence")
    with op.batch_alter_table("course_interest", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_course_interest_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_course_interest_school_id"))
        batch_op.drop_index(batch_op.f("ix_course_interest_person_id"))

    op.drop_table("course_interest")
    op.drop_table("message_preference")
    with op.batch_alter_table("learning_addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_learning_addition_person_id"))

    op.drop_table("learning_addition")
    with op.batch_alter_table("digest_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_digest_line_school_id"))
        batch_op.drop_index(batch_op.f("ix_digest_line_person_id"))
        batch_op.drop_index("ix_digest_line_open")

    op.drop_table("digest_line")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calendar_feed_own",
            sqlite_where=sa.text("ended_at IS NULL AND school_id IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND school_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_calendar_feed_current",
            sqlite_where=sa.text("ended_at IS NULL AND school_id IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NULL AND school_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_feed_school_id"))

    op.drop_table("calendar_feed")
    op.drop_table("attendance_import")
