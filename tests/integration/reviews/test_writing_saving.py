"""What is written is saved: nothing is lost between two pages, whichever arrives first."""

import random
from itertools import permutations

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import AreaJudgement, FormText, Review, ReviewForm
from inclusion_app.reviews.states import AssignmentState, FormKind, ReviewState
from inclusion_app.reviews.writing.rules.saving import Typed, Verdict
from inclusion_app.reviews.writing.services import Answer, Judgement, Place, save_area, save_judgement, save_text
from tests.factories.reviews import assigned, review_at
from tests.integration.reviews.conftest import ActorOf

pytestmark = pytest.mark.usefixtures("database")
SELF, OWN = FormKind.SELF_REVIEW, FormKind.REVIEW


@pytest.fixture
def review() -> Review:
    return review_at(ReviewState.SELF_REVIEW_OPEN)


@pytest.fixture
def senco(review: Review, actor_of: ActorOf) -> Actor:
    assert review.participation.coordinator is not None
    return actor_of(review.participation.coordinator)


def at(review: Review, kind: FormKind = SELF) -> Place:
    return Place(review.id, kind, "leading")


def save(actor: Actor, review: Review, text: str, version: int = 0, *, stream: str = "", sequence: int = 0) -> Answer:
    typed = Typed("1a", text, version, stream=stream, sequence=sequence)
    return save_text(actor, at(review), typed, now=clock.now())


def kept(field: str = "1a") -> str:
    return db.session.scalars(select(FormText.text).where(FormText.field == field)).one()


def test_a_text_is_saved_with_its_writer_and_one_act_that_says_how_long_and_not_what(
    review: Review, senco: Actor
) -> None:
    answer = save(senco, review, "Café 😀 first")

    row = db.session.scalars(select(FormText)).one()
    event = db.session.scalars(select(AuditEvent)).one()
    assert (answer.verdict, answer.version, row.version) == (Verdict.SAVED, 1, 1)
    assert (row.text, row.changed_by_id) == ("Café 😀 first", senco.person_id)
    assert (event.act, event.school_id) == ("save_text", review.school_id)
    assert event.detail == {"form": "self-review", "area": "leading", "lengths": {"1a": 12}}


def test_the_same_text_again_is_no_act(review: Review, senco: Actor) -> None:
    save(senco, review, "First", stream="page", sequence=1)
    again = save(senco, review, "First", stream="page", sequence=2)

    assert (again.verdict, again.version) == (Verdict.SAME, 1)
    assert len(db.session.scalars(select(AuditEvent.id)).all()) == 1
    assert db.session.scalars(select(FormText.sequence)).one() == 2


@pytest.mark.parametrize("seed", [7, 21])
def test_two_hundred_autosaves_in_random_order_end_in_the_newest_text(seed: int, review: Review, senco: Actor) -> None:
    order = list(range(1, 201))
    random.Random(seed).shuffle(order)

    for number in order:
        save(senco, review, "" if number % 50 == 1 else f"Text {number}", stream="page", sequence=number)

    assert kept() == "Text 200"


def test_an_emptied_text_is_not_filled_again_by_a_late_save(review: Review, senco: Actor) -> None:
    assert save(senco, review, "", stream="page", sequence=2).verdict == Verdict.SAME
    assert save(senco, review, "Typed before", stream="page", sequence=1).verdict == Verdict.LATE
    assert kept() == ""


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_three_saves_in_any_order_none_is_lost(
    order: tuple[int, ...], review: Review, senco: Actor, actor_of: ActorOf
) -> None:
    head = actor_of(db.session.get_one(Person, review.participation.accepted_by_id))
    sent = [
        (senco, "Senco, first", "page of the senco", 1),
        (senco, "Senco, second", "page of the senco", 2),
        (head, "Head", "page of the head", 1),
    ]

    answers = {}
    for number in order:
        actor, text, stream, sequence = sent[number]
        answers[text] = save(actor, review, text, stream=stream, sequence=sequence)

    stands = kept()
    conflicts = {text for text, answer in answers.items() if answer.verdict == Verdict.CONFLICT}
    assert {stands} | conflicts >= {"Senco, second", "Head"}, "the newest of each page is kept or handed back"
    assert all(answers[text].text != text for text in conflicts)
    assert stands != "Senco, first" or "Senco, second" in conflicts


def test_who_has_not_seen_the_other_text_is_shown_it(review: Review, senco: Actor, actor_of: ActorOf) -> None:
    save(senco, review, "By the senco")
    head = actor_of(db.session.get_one(Person, review.participation.accepted_by_id))

    refused = save(head, review, "By the head", version=0)
    kept_then = kept()
    settled = save(head, review, "By both", version=refused.version)

    assert (refused.verdict, refused.text, refused.by, refused.version) == (
        Verdict.CONFLICT,
        "By the senco",
        senco.name,
        1,
    )
    assert (kept_then, settled.verdict, kept()) == ("By the senco", Verdict.SAVED, "By both")


def test_different_texts_of_one_area_merge(review: Review, senco: Actor, actor_of: ActorOf) -> None:
    head = actor_of(db.session.get_one(Person, review.participation.accepted_by_id))
    save_area(senco, at(review), (Typed("1a", "Senco"),), now=clock.now())
    answers = save_area(head, at(review), (Typed("1a", "", shown=""), Typed("1b", "Head")), now=clock.now())

    assert [answer.verdict for answer in answers] == [Verdict.CONFLICT, Verdict.SAVED]
    assert (kept("1a"), kept("1b")) == ("Senco", "Head")


def test_a_text_that_is_far_too_long_is_handed_back_and_the_others_are_saved(review: Review, senco: Actor) -> None:
    answers = save_area(senco, at(review), (Typed("1a", "x" * 50_001), Typed("1b", "Short")), now=clock.now())

    assert [answer.verdict for answer in answers] == [Verdict.REFUSED, Verdict.SAVED]
    assert "1 characters longer" in answers[0].problem
    assert kept("1b") == "Short"


def test_a_judgement_is_saved_as_texts_are(review: Review, senco: Actor) -> None:
    first = save_judgement(senco, at(review), Judgement("3"), version=0, now=clock.now())
    stale = save_judgement(senco, at(review), Judgement("2"), version=0, now=clock.now())

    assert (first.verdict, stale.verdict) == (Verdict.SAVED, Verdict.CONFLICT)
    assert Judgement.unpacked(stale.text) == Judgement("3")
    assert db.session.scalars(select(AreaJudgement.rating)).all() == ["3"]


def test_enquiry_only_has_no_ratings(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.SELF_REVIEW_OPEN, uses_ratings=False)
    assert review.participation.coordinator is not None
    senco = actor_of(review.participation.coordinator)

    answer = save_judgement(senco, at(review), Judgement("3"), version=0, now=clock.now())

    assert answer.verdict == Verdict.REFUSED
    assert db.session.scalars(select(AreaJudgement.id)).all() == []


def test_nothing_is_written_into_a_submitted_form(review: Review, senco: Actor) -> None:
    save(senco, review, "Signed")
    form = db.session.scalars(select(ReviewForm)).one()
    form.submitted_at, form.snapshot = clock.now(), {}
    db.session.commit()

    with pytest.raises(RuleBroken, match="has been submitted"):
        save(senco, review, "Late", version=1)
    assert kept() == "Signed"


@pytest.mark.parametrize("stage", [ReviewState.TEAM_CONFIRMED, ReviewState.SELF_REVIEW_SUBMITTED])
def test_a_self_review_is_written_while_it_is_open(stage: ReviewState, actor_of: ActorOf) -> None:
    review = review_at(stage)
    assert review.participation.coordinator is not None

    with pytest.raises(RuleBroken):
        save(actor_of(review.participation.coordinator), review, "Text")
    assert db.session.scalars(select(ReviewForm.id)).all() == []


def test_reviewers_write_in_forms_of_their_own(actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    one, other = actor_of(assigned(review)), actor_of(assigned(review))
    for actor in (one, other):
        save_text(actor, at(review, OWN), Typed("working", f"By {actor.person_id}"), now=clock.now())

    written = db.session.execute(select(ReviewForm.author_id, FormText.text).join(FormText)).all()
    assert {(author, text) for author, text in written} == {
        (actor.person_id, f"By {actor.person_id}") for actor in (one, other)
    }


@pytest.mark.parametrize("state", [AssignmentState.PROPOSED, AssignmentState.RELEASED, AssignmentState.DECLINED])
def test_whoever_is_not_on_the_team_any_more_writes_nothing(state: AssignmentState, actor_of: ActorOf) -> None:
    review = review_at(ReviewState.VISITED)
    actor = actor_of(assigned(review, state=state))

    with pytest.raises(RuleBroken, match="Only"):
        save_text(actor, at(review, OWN), Typed("working", "Text"), now=clock.now())


def test_what_is_not_in_the_framework_is_not_there(review: Review, senco: Actor) -> None:
    with pytest.raises(LookupError):
        save_text(senco, Place(review.id, SELF, "nowhere"), Typed("1a", "Text"), now=clock.now())
    with pytest.raises(LookupError):
        save_text(senco, at(review), Typed("2a", "Text"), now=clock.now())
    assert db.session.scalars(select(ReviewForm.id)).all() == []
