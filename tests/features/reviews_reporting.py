"""Reports at every stage: drafting, moderated, with the school, answered and final; of each school."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    AreaJudgement,
    Evidence,
    FactualPoint,
    FormText,
    HostResponse,
    ModerationNote,
    PointsReply,
    ReportSource,
    ReportTheme,
    ReportVersion,
    Review,
    ReviewCycle,
    Reviewer,
    ReviewForm,
)
from inclusion_app.reviews.reporting.queries.content import working_content
from inclusion_app.reviews.reporting.rules.content import OVERALL, SUMMARY, digest_of
from inclusion_app.reviews.states import EvidenceKind, FormKind, ReviewState
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from tests.factories.reviews import AREAS
from tests.features.reviews import review_in, review_of
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add

STAGES = {
    "drafting": ReviewState.FORMS_IN,
    "moderated": ReviewState.FORMS_IN,
    "with_school": ReviewState.DRAFT_WITH_HOST,
    "no_points": ReviewState.DRAFT_WITH_HOST,
    "points_sent": ReviewState.DRAFT_WITH_HOST,
    "points_done": ReviewState.DRAFT_WITH_HOST,
    "agreed": ReviewState.POINTS_ANSWERED,
    "reported": ReviewState.FINAL,
}
POINTS = {"with_school": "", "points_sent": "", "points_done": "accepted"}
"""Which reviews have a point on their draft, and the answer to it."""


def build(world: World) -> None:
    """For each name in ``STAGES`` a cycle with a review of both schools, written as far as its stage says."""
    _moderator(world)
    for name, stage in STAGES.items():
        review_in(world, name, stage, moderated=name == "moderated")
        for letter in "AB":
            review = _whole(world[f"{name}_{letter}"])
            if name == "moderated" and letter == "A":
                review.moderator_id = world["reviewer"]
            _forms(world, review, letter)
            _versions(world, review, name)
            if name in POINTS:
                _point(world, f"{name}_{letter}", answer=POINTS[name])
    world.ids["first_number"], world.ids["second_number"] = 1, 2


def _moderator(world: World) -> None:
    """Somebody who has no part in any of the reviews."""
    _add(world, "moderating", Person(name="Mo Reader", email="mo.reader@county.example", created_at=world.now))
    long_ago = (world.now - timedelta(days=400)).date()
    db.session.add(Membership(person_id=world["moderating"], role=Role.REVIEWER, since=long_ago))
    row = Reviewer(person_id=world["moderating"], accredited_on=long_ago, created_at=world.now)
    db.session.add(row)
    db.session.flush()


def _whole(review_id: int) -> Review:
    review = db.session.get_one(Review, review_id)
    db.session.refresh(review, ["cycle", "school"])
    return review


def _forms(world: World, review: Review, letter: str) -> None:
    """The lead's own form, submitted (school A has a team), and the report."""
    if letter == "A":
        own = ReviewForm(review_id=review.id, kind=FormKind.REVIEW, author_id=world["lead_a"], begun_at=world.now)
        own.submitted_at, own.snapshot = world.now, {"areas": []}
        own.digest = digest_of_snapshot(own.snapshot)
        db.session.add(own)
        db.session.flush()
        for kind in (EvidenceKind.PUPILS, EvidenceKind.WORK):
            for area in AREAS:
                db.session.add(Evidence(form_id=own.id, area=area, kind=kind, seen="Seen.", added_at=world.now))
        said = FormText(form_id=own.id, area=AREAS[0], field="working", text="Much works.", changed_at=world.now)
        _add(world, f"said_on_{review.id}", said)
    report = ReviewForm(review_id=review.id, kind=FormKind.REPORT, begun_at=world.now)
    db.session.add(report)
    db.session.flush()
    texts = [(OVERALL, SUMMARY), *((area, "working") for area in AREAS)]
    for area, field in texts:
        db.session.add(FormText(form_id=report.id, area=area, field=field, text="Works.", changed_at=world.now))
    for area in AREAS:
        db.session.add(AreaJudgement(form_id=report.id, area=area, rating="N", changed_at=world.now))
    theme = ReportTheme(review_id=review.id, area=AREAS[0], code="families", added_at=world.now)
    _add(world, f"theme_{_name_of(world, review)}", theme)


def _name_of(world: World, review: Review) -> str:
    return next(name for name, row in world.ids.items() if row == review.id and name.rpartition("_")[0] in STAGES)


def _versions(world: World, review: Review, name: str) -> None:
    kinds = ["draft"] if STAGES[name].has_reached(ReviewState.DRAFT_WITH_HOST) else []
    kinds += ["final"] if STAGES[name].has_reached(ReviewState.FINAL) else []
    for number, kind in enumerate(kinds, 1):
        kept = working_content(review).as_json()
        version = ReportVersion(review_id=review.id, number=number, kind=kind, content=kept, digest=digest_of(kept))
        version.made_at = world.now
        _add(world, f"{kind}_of_{_name_of(world, review)}", version)


def _point(world: World, of: str, *, answer: str) -> None:
    draft_id = world[f"draft_of_{of}"]
    point = FactualPoint(draft_id=draft_id, number=1, place="Area 1", says="Ten", right="Eleven", answer=answer)
    point.written_at, point.answered_at = world.now, world.now if answer else None
    _add(world, f"point_of_{of}", point)
    if not of.startswith("with_school"):
        db.session.add(PointsReply(draft_id=draft_id, sent_at=world.now))
        db.session.flush()


def grow(world: World, number: int) -> None:
    """One more version, point, theme, note and pulled text; and one more school with a final report."""
    kept: dict[str, Any] = {"title": "Report", "areas": []}
    draft = _draft(world, "reported_A", number + 10)
    points = [_more_points(world, of, number) for of in ("with_school", "points_sent")]
    reply = PointsReply(draft_id=draft.id, sent_at=world.now)
    letter, cycle = f"N{number}", db.session.get_one(ReviewCycle, world["cycle_of_reported"])
    stage, coordinator = ReviewState.FINAL, f"grown_person_{number}"
    review = review_of(world, f"reported_{letter}", letter, cycle, stage=stage, coordinator=coordinator)
    final = ReportVersion(review_id=review.id, number=1, kind="final", content=kept, digest=digest_of(kept))
    final.made_at = world.now
    response = HostResponse(review_id=review.id, text="Thank you.", written_at=world.now)
    themes = [_theme(world, of, number) for of in (world["drafting_A"], review.id)]
    note = ModerationNote(review_id=world["moderated_A"], round_number=1, kind="comment", text="Hm.", said_at=world.now)
    db.session.add_all([final, response, reply, note, *points, *themes])
    _pulled(world, number)


def _draft(world: World, of: str, number: int) -> ReportVersion:
    kept = working_content(_whole(world[of])).as_json()
    draft = ReportVersion(review_id=world[of], number=number, kind="draft", content=kept, digest=digest_of(kept))
    draft.made_at = world.now
    return _add(world, f"draft_{number}_of_{of}", draft)  # type: ignore[no-any-return]  # what was given


def _theme(world: World, review_id: int, number: int) -> ReportTheme:
    return ReportTheme(review_id=review_id, area=AREAS[1], code="other", words=f"Theme {number}", added_at=world.now)


def _more_points(world: World, of: str, number: int) -> FactualPoint:
    point = FactualPoint(draft_id=world[f"draft_of_{of}_A"], number=number + 10, place="Area", says="1", right="2")
    point.written_at = world.now
    return point


def _pulled(world: World, number: int) -> None:
    """One more text of the lead's own form that has been pulled across."""
    said = db.session.get_one(FormText, world[f"said_on_{world['drafting_A']}"])
    more = FormText(form_id=said.form_id, area=AREAS[1], field=f"more{number}", text="More.", changed_at=world.now)
    of_report = select(ReviewForm.id).where(ReviewForm.review_id == world["drafting_A"])
    report = db.session.scalars(of_report.where(ReviewForm.kind == FormKind.REPORT)).one()
    _add(world, f"more_text_{number}", more)
    source = ReportSource(form_id=report, text_id=more.id, area=AREAS[1], field="working", pulled_at=world.now)
    source.author_id = world["lead_a"]
    db.session.add(source)
    db.session.flush()


def _of(name: str) -> dict[str, str]:
    return {"A": f"{name}_A", "B": f"{name}_B", "crossed": f"{name}_A", "draft": f"{name}_A"}


def _things(kind: str, name: str) -> dict[str, str]:
    return {"A": f"{kind}_{name}_A", "B": f"{kind}_{name}_B", "crossed": f"{kind}_{name}_B"}


def _moderator_chosen(world: World, _thing: str) -> dict[str, Any]:
    return {"moderator": str(world["moderating"])}


AT = {
    "report_writing.desk": "drafting",
    "report_writing.show_area": "drafting",
    "report_writing.write_area": "drafting",
    "report_writing.show_summary": "drafting",
    "report_writing.write_summary": "drafting",
    "report_writing.give_theme": "drafting",
    "report_writing.take_theme": "drafting",
    "report_writing.release": "drafting",
    "report_writing.finish": "agreed",
    "moderation.show": "moderated",
    "moderation.name": "moderated",
    "moderation.comment": "moderated",
    "moderation.ready": "moderated",
    "moderation.waive": "moderated",
    "report_drafts.show": "with_school",
    "report_drafts.document": "with_school",
    "factual_points.show": "with_school",
    "factual_points.add": "with_school",
    "factual_points.edit": "with_school",
    "factual_points.change": "with_school",
    "factual_points.remove": "with_school",
    "factual_points.send": "with_school",
    "factual_points.send_none": "no_points",
    "factual_points.answer": "points_sent",
    "factual_points.close": "points_done",
    "factual_points.show_response": "with_school",
    "factual_points.respond": "with_school",
    "reports.show": "reported",
    "reports.document": "reported",
    "reports.version": "reported",
    "reports.everything": "reported",
    "reports.readers": "reported",
    "reports.ask_reopen": "reported",
    "reports.reopen": "reported",
}
"""The review that each endpoint is tried on."""
ROWS = {
    **{f"{endpoint} review_id": _of(name) for endpoint, name in AT.items()},
    **{
        f"factual_points.{act} point_id": _things("point_of", name)
        for act, name in (
            ("edit", "with_school"),
            ("change", "with_school"),
            ("remove", "with_school"),
            ("answer", "points_sent"),
        )
    },
    "report_writing.take_theme theme_id": _things("theme", "drafting"),
    "reports.version number": {
        "A": "second_number",
        "B": "second_number",
        "draft": "first_number",
        "missing": "first_number",
    },
    "review_patterns.show cycle_id": {"A": "cycle_of_reported"},
}
WORDS = {
    f"report_writing.{act} area": dict.fromkeys(("A", "B", "missing"), AREAS[0]) for act in ("show_area", "write_area")
}
POINT = {"place": "Area 2", "says": "Ten teachers", "right": "Eleven teachers", "evidence": ""}
HOW_TO = {
    "report_writing.write_area": HowTo(typed(working="Another text", rating="N", version="2")),
    "report_writing.write_summary": HowTo(typed(summary="Another summary", version="1")),
    "report_writing.give_theme": HowTo(typed(area=AREAS[1], code="autism")),
    "report_writing.take_theme": HowTo(),
    "report_writing.release": HowTo(),
    "report_writing.finish": HowTo(),
    "moderation.name": HowTo(_moderator_chosen),
    "moderation.comment": HowTo(typed(text="Kinder, please.")),
    "moderation.ready": HowTo(),
    "moderation.waive": HowTo(typed(reason="Nobody has time")),
    "factual_points.add": HowTo(typed(**POINT)),
    "factual_points.change": HowTo(typed(**POINT, version="1")),
    "factual_points.remove": HowTo(),
    "factual_points.send": HowTo(),
    "factual_points.send_none": HowTo(),
    "factual_points.answer": HowTo(typed(answer="accepted", reason="You are right.", version="1")),
    "factual_points.close": HowTo(),
    "factual_points.respond": HowTo(typed(text="Thank you.", version="0")),
    "reports.reopen": HowTo(typed(reason="A date is wrong")),
}
READS = {
    "report_drafts.show": {"read_draft"},
    "report_drafts.document": {"download_report"},
    "reports.show": {"read_report"},
    "reports.version": {"read_report", "read_draft"},
    "reports.document": {"download_report"},
    "reports.everything": {"download_report"},
}
"""Endpoints whose every GET adds one row with one of these acts to the audit trail, and nothing else."""
NO_PAGES = {
    "report_drafts.document": "a PDF",
    "reports.document": "a PDF",
    "reports.everything": "a ZIP",
    "factual_points.edit": "seen in the journey of a whole review: points are answered where the demonstration stands",
}
VISITED = {
    "report_writing.desk": ("/reviews/{led}/report/writing", ("reviewer",)),
    "report_writing.show_area": ("/reviews/{led}/report/areas/{report_area}", ("reviewer",)),
    "report_writing.show_summary": ("/reviews/{led}/report/summary", ("reviewer",)),
    "report_drafts.show": ("/reviews/{host_final}/report/draft", ("headteacher",)),
    "factual_points.show": ("/reviews/{host_final}/report/points", ("headteacher",)),
    "factual_points.show_response": ("/reviews/{host_final}/report/response", ("headteacher",)),
    "reports.show": ("/reviews/{host_final}/report", ("headteacher", "team-adviser")),
    "reports.readers": ("/reviews/{host_final}/report/readers", ("headteacher",)),
    "reports.version": ("/reviews/{host_final}/report/versions/1", ("headteacher",)),
    "reports.ask_reopen": ("/reviews/{just_final}/report/reopen", ("team-adviser",)),
    "moderation.show": ("/reviews/{host_final}/report/moderation", ("team-adviser",)),
    "review_patterns.show": ("/team/cycles/{report_cycle}/patterns", ("team-viewer",)),
}
NAMES = {
    "reviews_reporting": """
SELECT COALESCE((SELECT MIN(cycle_id) FROM review WHERE state = 'closed'), 0) AS report_cycle,
       COALESCE((SELECT MIN(id) FROM review WHERE state = 'final'), 0) AS just_final,
       COALESCE((SELECT MIN(code) FROM framework_area), 'none') AS report_area
"""
}
