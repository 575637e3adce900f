"""A report from the team's forms to its final version: nothing overwritten, nothing unanswered, everything kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.reviews.models import FactualPoint, FormText, ReportSource, ReportVersion, Review, ReviewForm
from inclusion_app.reviews.reporting.queries.content import report_form_of, written_in
from inclusion_app.reviews.reporting.rules.content import digest_of
from inclusion_app.reviews.reporting.rules.points import Answer
from inclusion_app.reviews.reporting.services.finishing import reopen_report
from inclusion_app.reviews.reporting.services.moderating import (
    comment_on_draft,
    name_moderator,
    pass_draft,
    waive_moderation,
)
from inclusion_app.reviews.reporting.services.points import (
    TypedPoint,
    answer_point,
    close_points,
    remove_point,
    send_no_points,
    send_points,
    write_point,
)
from inclusion_app.reviews.reporting.services.responding import save_response
from inclusion_app.reviews.reporting.services.writing import TypedArea, add_theme, area_version, save_area
from inclusion_app.reviews.states import Preset, ReviewState
from tests.factories.accounts import somebody
from tests.factories.reporting import Told, finish, release, reported
from tests.factories.reviews import AREAS, accredited

pytestmark = pytest.mark.usefixtures("database")
POINT = TypedPoint("Area 1", "Ten teachers", "Eleven teachers")


def stage(told: Told) -> str:
    return db.session.get_one(Review, told.review_id, populate_existing=True).state


def text_in_report(told: Told, area: str, field: str = "working") -> str:
    return written_in(report_form_of(told.review_id)).texts.get((area, field), "")


def version_of_area(told: Told, area: str = AREAS[0]) -> int:
    return area_version(report_form_of(told.review_id), area)


def reviewers_text(told: Told, field: str = "working", area: str = AREAS[0]) -> FormText:
    of = ReviewForm.author_id == told.reviewer.id
    query = select(FormText).join(ReviewForm, ReviewForm.id == FormText.form_id).where(of)
    return db.session.scalars(query.where(FormText.field == field, FormText.area == area)).one()


def typed(text: str, pull: tuple[str, int] | None = None) -> TypedArea:
    return TypedArea({"working": text, "better": "", "questions": ""}, rating="3", pull=pull)


def everything_in_order() -> None:
    assert [finding for finding in findings() if finding.wrong] == []


def test_a_text_is_pulled_across_below_what_stands_there_and_only_once() -> None:
    told = reported()
    said = reviewers_text(told)
    pull = typed("Typed just now", ("working", said.id))

    lead, now = told.actor(told.lead), clock.now()
    save_area(lead, told.review_id, area=AREAS[0], typed=pull, version=version_of_area(told), now=now)
    with pytest.raises(RuleBroken, match="already"):
        save_area(lead, told.review_id, area=AREAS[0], typed=pull, version=version_of_area(told), now=now)

    assert text_in_report(told, AREAS[0]) == f"Typed just now\n\n{said.text}"
    assert [row.author_id for row in db.session.scalars(select(ReportSource))] == [told.reviewer.id]


def test_a_text_of_another_review_is_not_pulled_across() -> None:
    told, other = reported(), reported()
    pull = typed("Mine", ("working", reviewers_text(other).id))

    with pytest.raises(RuleBroken, match="not there"):
        save_area(
            told.actor(told.lead),
            told.review_id,
            area=AREAS[0],
            typed=pull,
            version=version_of_area(told),
            now=clock.now(),
        )


def test_a_save_by_an_old_page_is_refused_with_both_texts() -> None:
    told = reported()
    seen = version_of_area(told)
    lead, now = told.actor(told.lead), clock.now()
    save_area(lead, told.review_id, area=AREAS[0], typed=typed("First tab"), version=seen, now=now)

    with pytest.raises(StaleEdit) as stale:
        save_area(lead, told.review_id, area=AREAS[0], typed=typed("Second tab"), version=seen, now=now)

    assert stale.value.theirs["working"] == "First tab"
    assert text_in_report(told, AREAS[0]) == "First tab"


def test_the_draft_is_kept_as_it_was_released_and_the_school_is_told() -> None:
    told = reported()

    release(told)

    version = db.session.scalars(select(ReportVersion)).one()
    assert (version.kind, version.number, stage(told)) == ("draft", 1, "draft-with-host")
    assert version.digest == digest_of(version.content)
    assert version.content["areas"][0]["texts"]["working"] == "Report on leading"
    told_of = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "review_draft_released")).all()
    assert told.head.email in {message.email for message in told_of}
    assert all("Report on leading" not in message.text for message in told_of)
    everything_in_order()


def test_a_draft_with_gaps_is_not_released_and_every_gap_is_named() -> None:
    told = reported()
    lead, now = told.actor(told.lead), clock.now()
    empty = TypedArea({}, rating="4")
    save_area(lead, told.review_id, area=AREAS[0], typed=empty, version=version_of_area(told), now=now)

    with pytest.raises(RuleBroken) as refused:
        release(told)

    said = " ".join(sentence for _, sentence in refused.value.problems)
    assert "nothing has been written" in said
    assert "what others could learn from" in said
    assert stage(told) == "forms-in"


def test_two_releases_make_one_draft() -> None:
    told = reported()
    release(told)

    with pytest.raises(RuleBroken):
        release(told)

    assert len(db.session.scalars(select(ReportVersion)).all()) == 1


def test_a_moderated_draft_waits_for_the_moderator_who_is_not_of_the_team() -> None:
    told, office = reported(moderated=True), somebody(Role.TEAM_ADVISER)
    moderator = accredited("Mo Derator")
    adviser, now = told.actor(office), clock.now()

    with pytest.raises(RuleBroken, match="moderator"):
        release(told)
    with pytest.raises(RuleBroken, match="neither on the team"):
        name_moderator(adviser, told.review_id, told.reviewer.id)
    name_moderator(adviser, told.review_id, moderator.id)
    comment_on_draft(told.actor(moderator), told.review_id, text="Kinder, please.", now=now)
    pass_draft(told.actor(moderator), told.review_id, now=now)
    release(told)

    assert stage(told) == "draft-with-host"
    messages = db.session.scalars(select(OutboxMessage)).all()
    assert all("Kinder" not in message.text for message in messages)


def test_the_office_waives_moderation_only_with_a_reason() -> None:
    told, office = reported(moderated=True), somebody(Role.TEAM_ADVISER)

    with pytest.raises(RuleBroken, match="Say why"):
        waive_moderation(told.actor(office), told.review_id, reason=" ", now=clock.now())
    waive_moderation(told.actor(office), told.review_id, reason="Ill", now=clock.now())
    release(told)

    assert stage(told) == "draft-with-host"


def test_each_point_is_answered_before_the_review_goes_on() -> None:
    told = reported(ReviewState.DRAFT_WITH_HOST)
    head, lead, now = told.actor(told.head), told.actor(told.lead), clock.now()
    write_point(head, told.review_id, None, typed=POINT, version=0, now=now)
    second = write_point(head, told.review_id, None, typed=POINT, version=0, now=now)
    third = write_point(head, told.review_id, None, typed=POINT, version=0, now=now)
    remove_point(head, told.review_id, second.id, now=now)
    assert third.number == 2

    with pytest.raises(RuleBroken, match="not sent"):
        close_points(lead, told.review_id, standings=told.standings(told.lead), now=now)
    send_points(head, told.review_id, standings=told.standings(told.head), now=now)
    with pytest.raises(RuleBroken, match="have been sent"):
        write_point(head, told.review_id, None, typed=POINT, version=0, now=now)
    with pytest.raises(RuleBroken, match="1, 2"):
        close_points(lead, told.review_id, standings=told.standings(told.lead), now=now)
    for point in db.session.scalars(select(FactualPoint).order_by(FactualPoint.number)).all():
        said = {"answer": Answer.PARTLY, "reason": "We counted again.", "version": point.version}
        answer_point(lead, told.review_id, point.id, **said, now=now)  # type: ignore[arg-type]  # by name
    close_points(lead, told.review_id, standings=told.standings(told.lead), now=now)

    assert stage(told) == "points-answered"
    everything_in_order()


def test_the_head_alone_says_that_there_are_no_points() -> None:
    told = reported(ReviewState.DRAFT_WITH_HOST)

    with pytest.raises(RuleBroken, match="headteacher"):
        send_no_points(told.actor(told.lead), told.review_id, standings=told.standings(told.lead), now=clock.now())
    send_no_points(told.actor(told.head), told.review_id, standings=told.standings(told.head), now=clock.now())

    assert stage(told) == "points-answered"


def test_the_response_is_frozen_with_the_report_and_has_at_most_300_words() -> None:
    told = reported(ReviewState.POINTS_ANSWERED)
    head, now = told.actor(told.head), clock.now()

    with pytest.raises(RuleBroken, match="300 words"):
        save_response(head, told.review_id, text="word " * 301, version=0, now=now)
    save_response(head, told.review_id, text="Thank you. " * 150, version=0, now=now)
    with pytest.raises(StaleEdit):
        save_response(head, told.review_id, text="Other", version=0, now=now)
    finish(told)
    with pytest.raises(RuleBroken):
        save_response(head, told.review_id, text="Too late", version=1, now=now)

    version = db.session.scalars(select(ReportVersion).where(ReportVersion.kind == "final")).one()
    assert version.content["response"].startswith("Thank you.")
    everything_in_order()


def test_a_report_that_is_opened_again_keeps_its_first_version_as_replaced() -> None:
    told = reported(ReviewState.FINAL)
    standings = told.standings(told.lead)
    first = db.session.scalars(select(ReportVersion).where(ReportVersion.kind == "final")).one().digest
    reopen_report(
        told.actor(told.lead), told.review_id, reason="A date", standings=standings, version=0, now=clock.now()
    )
    lead, now = told.actor(told.lead), clock.now()
    said = typed("Set right")
    save_area(lead, told.review_id, area=AREAS[0], typed=said, version=version_of_area(told), now=now)
    finish(told)

    finals = db.session.scalars(
        select(ReportVersion).where(ReportVersion.kind == "final").order_by(ReportVersion.number)
    ).all()
    assert [(version.number, version.replaced_at is not None) for version in finals] == [(2, True), (3, False)]
    assert finals[0].digest == first == digest_of(finals[0].content)
    everything_in_order()


def test_a_report_without_a_theme_and_one_with_seven_are_refused() -> None:
    told = reported()
    lead, now = told.actor(told.lead), clock.now()
    for code in ("autism", "plans", "training", "funding", "spaces"):
        add_theme(lead, told.review_id, area=AREAS[0], code=code, words="", now=now)

    with pytest.raises(RuleBroken, match="at most 6"):
        add_theme(lead, told.review_id, area=AREAS[1], code="autism", words="", now=now)
    with pytest.raises(RuleBroken, match="already"):
        add_theme(lead, told.review_id, area=AREAS[0], code="autism", words="", now=now)


def test_officers_named_in_a_council_led_cycle_are_told_and_nobody_else_of_the_council() -> None:
    from inclusion_app.reviews.models import CycleOfficer

    told = reported(ReviewState.POINTS_ANSWERED, preset=Preset.COUNCIL_LED)
    officer, other = somebody(Role.TEAM_VIEWER), somebody(Role.TEAM_MANAGER)
    review = db.session.get_one(Review, told.review_id)
    db.session.add(CycleOfficer(cycle_id=review.cycle_id, person_id=officer.id))
    db.session.commit()

    finish(told)

    told_of = set(db.session.scalars(select(OutboxMessage.email).where(OutboxMessage.kind == "review_report_final")))
    assert officer.email in told_of
    assert other.email not in told_of


def test_no_act_on_a_report_puts_its_text_on_the_trail() -> None:
    reported(ReviewState.FINAL)

    details = " ".join(str(detail) for detail in db.session.scalars(select(AuditEvent.detail)))
    assert "Report on" not in details
    assert "In short" not in details


def test_the_schools_time_runs_out_and_the_lead_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from inclusion_app.reviews.models import StageDeadline

    told = reported(ReviewState.DRAFT_WITH_HOST)
    past = clock.today() - timedelta(days=30)
    row = StageDeadline(review_id=told.review_id, stage="points-answered", due_on=past, reason="Moved")
    row.set_at = clock.now()
    db.session.add(row)
    db.session.commit()
    from inclusion_app.reviews.reporting.queries import points

    monkeypatch.setattr(points, "school_answers_by", lambda due, calendar: due)

    with pytest.raises(RuleBroken, match="ended on"):
        write_point(told.actor(told.head), told.review_id, None, typed=POINT, version=0, now=clock.now())
    close_points(told.actor(told.lead), told.review_id, standings=told.standings(told.lead), now=clock.now())

    assert stage(told) == "points-answered"
    everything_in_order()
