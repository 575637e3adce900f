"""Forms of reviews: a self-review that is open, review forms after the visit, and one that is submitted."""

from typing import Any

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import AreaJudgement, Evidence, FormText, Review, ReviewForm
from inclusion_app.reviews.states import EvidenceKind, FormKind, ReviewState
from inclusion_app.reviews.writing.queries import contents_of, questions_for, snapshot_of
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot
from tests.factories.reviews import AREAS
from tests.features.reviews import review_in
from tests.matrix.bodies import HowTo
from tests.matrix.world import World, _add

SELF, OWN = FormKind.SELF_REVIEW, FormKind.REVIEW
_SEEN: dict[str, str] = {}
"""What each form says, for whoever signs it."""


def build(world: World) -> None:
    """Each form has a text, and a piece of evidence; nothing in them is rated."""
    for name, stage in (("opened", ReviewState.SELF_REVIEW_OPEN), ("handed", ReviewState.VISITED)):
        review_in(world, name, stage)
    _SEEN["A"] = _form(world, "self_form", "opened_A", kind=SELF)
    _form(world, "self_form_b", "opened_B", kind=SELF)
    _SEEN["own"] = _form(world, "own_form", "review_A", kind=OWN, author="reviewer_a")
    _SEEN["shut"] = _form(world, "shut_form", "review_A", kind=SELF)
    _form(world, "sent_form", "handed_A", kind=OWN, author="reviewer_a")
    _form(world, "lead_form", "handed_A", kind=OWN, author="lead_a")
    for name in ("shut_form", "sent_form", "lead_form"):
        form = db.session.get_one(ReviewForm, world[name])
        form.submitted_at, form.snapshot, form.digest = world.now, {}, digest_of_snapshot({})
    db.session.flush()


def _form(world: World, name: str, review_name: str, *, kind: FormKind, author: str | None = None) -> str:
    review = db.session.get_one(Review, world[review_name])
    author_id = world[author] if author else None
    form = ReviewForm(review_id=review.id, kind=kind, author_id=author_id, begun_at=world.now)
    _add(world, name, form)
    _add(world, f"text_of_{name}", FormText(form_id=form.id, area="leading", field="1b", changed_at=world.now))
    piece = Evidence(form_id=form.id, area="leading", kind=EvidenceKind.PUPILS, seen="Seen.", added_at=world.now)
    _add(world, f"evidence_of_{name}", piece)
    for area in AREAS:
        judged = AreaJudgement(form_id=form.id, area=area, rating="N", changed_at=world.now)
        _add(world, f"{area}_of_{name}", judged)
    db.session.flush()
    whole = select(Review).where(Review.id == review.id)
    review = db.session.scalars(whole.execution_options(populate_existing=True)).one()
    for relation in ("cycle", "school"):
        db.session.refresh(review, [relation])
    if form.author_id:
        db.session.refresh(form, ["author"])
    else:
        form.author = None
    snapshot = snapshot_of(review, questions_for(review), contents_of(form), kind)
    return digest_of_snapshot(snapshot)


def grow(world: World, number: int) -> None:
    """One more piece of evidence in each form; a form of one more author, and texts and judgements beyond the usual."""
    for name in ("self_form", "own_form", "sent_form"):
        piece = Evidence(
            form_id=world[name], area="leading", kind=EvidenceKind.PUPILS, seen="Seen.", added_at=world.now
        )
        text = FormText(form_id=world[name], area="leading", field=f"more{number}", text="More.", changed_at=world.now)
        judged = AreaJudgement(form_id=world[name], area=f"area-{number}", rating="N", changed_at=world.now)
        db.session.add_all([piece, text, judged])
    for of in ("review_A", "handed_A"):
        form = ReviewForm(review_id=world[of], kind=OWN, author_id=world[f"grown_person_{number}"], begun_at=world.now)
        db.session.add(form)


def _texts(_world: World, _thing: str) -> dict[str, Any]:
    return {"answer-1a": "What we do.", "version-1a": "0."}


def _piece(_world: World, _thing: str) -> dict[str, Any]:
    return {"kind": "document", "people": "6", "with_whom": "staff", "alongside": "the head", "seen": "A plan."}


def _changed_piece(world: World, thing: str) -> dict[str, Any]:
    return _piece(world, thing) | {"version": "1"}


def _signed(_world: World, thing: str) -> dict[str, Any]:
    return {"seen": _SEEN.get(thing, _SEEN["A"])}


def _pasted(_world: World, _thing: str) -> dict[str, Any]:
    return {"text": "[1a] What we do.\n[2b] More of it."}


def _not_submitted(_world: World, actor: str) -> str:
    """The lead's form is in already, on another review; the reviewer's is not."""
    return "handed_A" if actor == "lead_a" else "review_A"


HOW_TO = {
    "writing.save": HowTo(_texts),
    "writing.add": HowTo(_piece),
    "writing.change": HowTo(_changed_piece),
    "writing.remove": HowTo(),
    "writing.send": HowTo(_signed),
    "writing.reopen": HowTo(),
    "writing.preview": HowTo(_pasted),
    "writing.add_pasted": HowTo(_pasted),
}
_OF_ROOM = (
    "show show_area blank blank_text new_evidence check paste edit_evidence save add add_pasted change remove preview"
    " send reopen"
)
_REVIEWS: dict[str, Any] = {"A": "opened_A", "B": "opened_B", "own": "review_A", "shut": "review_A", "sent": "handed_A"}
_ROOMS = {"own": "form", "sent": "form"} | dict.fromkeys(("A", "B", "shut", "missing"), "self-review")
ROWS = (
    {f"writing.{view} review_id": _REVIEWS for view in _OF_ROOM.split()}
    | {f"writing.{view} review_id": {"A": "handed_A"} for view in ("of_team", "read")}
    | {
        f"writing.{view} evidence_id": {"A": "evidence_of_self_form", "own": "evidence_of_own_form"}
        for view in ("edit_evidence", "change", "remove")
    }
    | {"writing.send review_id": _REVIEWS | {"own": _not_submitted}}
    | {"writing.read form_id": {"A": "sent_form"}}
)
WORDS = {f"writing.{view} room": _ROOMS for view in _OF_ROOM.split()} | {
    f"writing.{view} area": dict.fromkeys((*_REVIEWS, "missing"), "leading")
    for view in ("show_area", "save", "new_evidence", "add", "edit_evidence", "change", "remove")
}
_SELF_REVIEW, _FORM = "/reviews/{host_planned}/self-review", "/reviews/{led}/form"
VISITED = {
    "writing.show": (_SELF_REVIEW, ("headteacher", "senco")),
    "writing.show_area": (f"{_FORM}/{{form_area}}", ("reviewer",)),
    "writing.new_evidence": (f"{_SELF_REVIEW}/{{form_area}}/evidence", ("headteacher",)),
    "writing.check": (f"{_SELF_REVIEW}/check", ("headteacher",)),
    "writing.blank": (f"{_FORM}/blank", ("reviewer",)),
    "writing.paste": (f"{_SELF_REVIEW}/paste", ("senco",)),
    "writing.of_team": ("/reviews/{led}/forms", ("reviewer",)),
    "writing.read": ("/reviews/{led}/forms/{led_form}", ("reviewer",)),
}
NO_PAGES = {
    "writing.blank_text": "plain text",
    "writing.edit_evidence": "seen in the journey of a whole review: pieces stand in forms that are in",
}
NAMES = {"a form": "SELECT coalesce(min(code), 'none') AS form_area FROM framework_area"}
