"""What a plan, a workshop and a follow-up must say, and when a review is over."""

from datetime import date, time

import pytest

from inclusion_app.improvement.rules.evaluations import (
    Evaluation,
    evaluation_problems,
    is_finished,
    shows_text,
    voice_of,
)
from inclusion_app.improvement.rules.follow_ups import Answer, FollowUp, follow_up_problems
from inclusion_app.improvement.rules.plans import (
    Wording,
    follow_up_default,
    gaps,
    progress_problems,
    publish_problems,
    wording_problems,
)
from inclusion_app.improvement.rules.workshops import Held, Meeting, Priority, held_problems, meeting_problems
from inclusion_app.improvement.states import Item, Voice
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Preset
from inclusion_app.schools.rules.calendar import TermDates

TODAY = date(2026, 11, 27)
LATER = date(2027, 5, 14)
WHOLE = Wording("leading", "Ask", "Agreed", 7, LATER, "Minutes")
TERMS = [
    TermDates(2026, 1, date(2026, 9, 1), date(2026, 10, 16)),
    TermDates(2026, 2, date(2026, 11, 2), date(2026, 12, 18)),
    TermDates(2026, 3, date(2027, 1, 4), date(2027, 2, 12)),
    TermDates(2026, 4, date(2027, 2, 22), date(2027, 3, 25)),
    TermDates(2026, 5, date(2027, 4, 12), date(2027, 5, 28)),
]


def test_a_draft_may_have_gaps_and_a_published_plan_may_not() -> None:
    sketch = Wording("", "Ask", "", None, None, "")

    assert list(wording_problems(sketch, areas={"leading"}, staff={7})) == []
    assert [field for field, _ in gaps(sketch)] == ["area", "owner", "due_on", "measure"]
    assert list(gaps(WHOLE)) == []
    said = list(publish_problems([(1, WHOLE), (2, sketch)], LATER, today=TODAY))
    assert said == [(None, "Action 2 still needs an area, an owner, a date and a measure of success.")]


@pytest.mark.parametrize("number", [0, 6])
def test_a_plan_has_one_to_five_actions(number: int) -> None:
    actions = [(n, WHOLE) for n in range(1, number + 1)]

    assert [field for field, _ in publish_problems(actions, LATER, today=TODAY)] == [None]


@pytest.mark.parametrize("day", [None, TODAY, date(2029, 1, 1)])
def test_a_plan_names_a_follow_up_that_is_to_come(day: date | None) -> None:
    assert [field for field, _ in publish_problems([(1, WHOLE)], day, today=TODAY)] == ["follow_up_on"]


def test_nobody_of_another_school_owns_an_action() -> None:
    assert [field for field, _ in wording_problems(WHOLE, areas={"leading"}, staff={8})] == ["owner"]


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 9, 1), date(2027, 1, 4)),
        (date(2026, 11, 27), date(2027, 3, 19)),
        (date(2026, 10, 25), date(2027, 2, 12)),  # between terms: of the term before, and no later than its end
        (date(2027, 4, 12), date(2027, 8, 9)),  # the terms are not known that far
        (date(2020, 1, 1), date(2020, 4, 29)),
    ],
)
def test_a_follow_up_is_two_terms_later_on_a_weekday(day: date, then: date) -> None:
    assert follow_up_default(day, TERMS) == then
    assert then.weekday() < 5


def test_what_was_replaced_says_by_what() -> None:
    assert [field for field, _ in progress_problems("replaced", "")] == ["note"]
    assert [field for field, _ in progress_problems("soon", "")] == ["progress"]
    assert list(progress_problems("done", "")) == []


def test_a_workshop_needs_day_time_and_place() -> None:
    empty = Meeting(None, None, None, "")
    past = Meeting(date(2026, 11, 26), time(15), time(14), "The hall")

    assert [field for field, _ in meeting_problems(empty, today=TODAY)] == ["day", "starts", "ends", "place"]
    assert [field for field, _ in meeting_problems(past, today=TODAY)] == ["day", "ends"]


def test_a_record_needs_a_day_that_has_come_people_and_a_whole_priority() -> None:
    half = Held(date(2026, 12, 1), "", (Priority("leading", ""), Priority("", ""), Priority("", "Ask")))

    found = [field for field, _ in held_problems(half, today=TODAY, areas={"leading"})]
    assert found == ["held_on", "attended", "text_1", "area_3"]
    none = Held(TODAY, "Robin", (Priority("", ""),) * 5)
    assert [field for field, _ in held_problems(none, today=TODAY, areas={"leading"})] == ["area_1"]


def test_a_follow_up_answers_for_every_action_with_evidence() -> None:
    said = FollowUp(TODAY, "", {4: Answer("done", "Minutes")}, {"leading": "5"})

    found = [field for field, _ in follow_up_problems(said, today=TODAY, actions=[4, 9], areas={"leading"})]
    assert found == ["outcome_9", "evidence_9", "rating_leading"]


def test_an_evaluation_judges_every_item() -> None:
    scores: dict[Item, int] = {item: 3 for item in Item if item != Item.USEFUL}
    said = Evaluation(scores | {Item.SHARP: 6}, "", "x" * 2_001)

    assert [field for field, _ in evaluation_problems(said)] == ["sharp", "useful", "better"]


def test_head_and_reviewers_evaluate_and_nobody_else() -> None:
    heard = {standing: voice_of([standing]) for standing in Standing}

    assert {standing for standing, voice in heard.items() if voice} == {
        Standing.HEAD,
        Standing.LEAD,
        Standing.REVIEWER,
    }
    assert heard[Standing.HEAD] == Voice.HOST


@pytest.mark.parametrize(
    ("hosts", "missing", "close_on", "over"),
    [
        (1, 0, LATER, True),
        (0, 0, LATER, False),
        (1, 1, LATER, False),
        (0, 2, date(2026, 11, 26), True),
        (0, 2, TODAY, False),
        (0, 2, None, False),
    ],
)
def test_a_review_is_over_when_all_have_spoken_or_the_time_is(
    hosts: int, missing: int, close_on: date | None, *, over: bool
) -> None:
    assert is_finished(hosts=hosts, missing_reviewers=missing, close_on=close_on, today=TODAY) == over


def test_the_office_reads_no_text_where_it_is_the_schools() -> None:
    assert {preset for preset in Preset if shows_text(preset)} == {Preset.SHARED, Preset.COUNCIL_LED}
