"""Three things to ask: exactly three, the pressing ones first, whatever is known."""

from dataclasses import replace
from datetime import date, timedelta

from inclusion_app.access.actor import Actor, Held
from inclusion_app.access.roles import Role
from inclusion_app.insights.one_school.audience import Audience, audience_of, people
from inclusion_app.insights.one_school.rules import Ask, Facts, three_questions

TODAY = date(2026, 11, 27)
ALL_WELL = Facts(last_on=TODAY, has_review=True)


def _asked(facts: Facts) -> list[Ask]:
    return [question.about for question in three_questions(facts, today=TODAY)]


def test_there_are_three_even_of_a_school_of_which_nothing_is_open() -> None:
    assert _asked(ALL_WELL) == [Ask.NEEDS, Ask.FAMILIES, Ask.SHARE]


def test_what_cannot_wait_comes_first() -> None:
    facts = replace(ALL_WELL, overdue="Visited", late_actions=2, gaps=["Targeted"], no_shows=9, unsaid_uses=1)

    assert _asked(facts) == [Ask.OVERDUE, Ask.LATE_ACTIONS, Ask.GAP]


def test_a_late_stage_is_named_with_the_cycle_it_belongs_to() -> None:
    facts = replace(ALL_WELL, overdue="Visited", overdue_in="Peer reviews 2025", overdue_since=TODAY)
    first = three_questions(facts, today=TODAY)[0]

    assert (first.name, first.cycle, first.day) == ("Visited", "Peer reviews 2025", TODAY)


def test_a_school_without_anything_for_a_year_is_asked_why() -> None:
    assert _asked(replace(ALL_WELL, last_on=TODAY - timedelta(days=366)))[0] == Ask.NOT_REACHED
    assert _asked(replace(ALL_WELL, last_on=TODAY - timedelta(days=365)))[0] != Ask.NOT_REACHED


def test_few_people_are_a_range_to_those_outside_the_school() -> None:
    head, viewer = Actor(1, "H", (Held(Role.HEADTEACHER, school_id=7),)), Actor(2, "V", (Held(Role.TEAM_VIEWER),))

    assert [people(number, audience_of(viewer, 7)) for number in (0, 1, 4, 5)] == ["0", "1–4", "1–4", "5"]
    assert people(3, audience_of(head, 7)) == "3"
    assert audience_of(head, 8) == Audience.TEAM
