"""Rules of accounts: passwords, names, pasted lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusion_app.accounts.rules import parse_pasted_list, password_problem, same_name

NAME, EMAIL = "Morgan Fairbrass", "morgan.f@school.example"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12 characters or more"),
        ("x" * 201, "200 characters or fewer"),
        ("my name is morgan", "must not contain your name"),
        ("FAIRBRASS-and-co", "must not contain your name"),
        ("morgan.f 2026 ok", "must not contain your"),
        ("password123456", "too easy to guess"),
        ("aaaaaaaaaaaaaa", "too easy to guess"),
        ("qwerty123456!!", "too easy to guess"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, said: str) -> None:
    assert said in (password_problem(password, name=NAME, email=EMAIL) or "")


@pytest.mark.parametrize("password", ["copper lantern river", "Ümläute sind auch gut", "tea-at-half-past-four"])
def test_a_long_ordinary_phrase_is_good_enough(password: str) -> None:
    assert password_problem(password, name=NAME, email=EMAIL) is None


def test_a_pasted_list_is_read_in_the_ways_people_write_it() -> None:
    pasted = parse_pasted_list(
        "Sam Reed, sam@school.example\nLee Hart <LEE@school.example>\n\nAli  Noor\tali@school.example\tClass teacher\n"
    )
    assert not pasted.problems
    assert [(e.name, e.email, e.job_title) for e in pasted.entries] == [
        ("Sam Reed", "sam@school.example", ""),
        ("Lee Hart", "lee@school.example", ""),
        ("Ali Noor", "ali@school.example", "Class teacher"),
    ]


def test_every_bad_line_is_named() -> None:
    pasted = parse_pasted_list("Sam Reed\nsam@school.example\nSam, sam@school.example\nSam Two, SAM@school.example")
    assert [problem.split(":")[0] for problem in pasted.problems] == ["Line 1", "Line 2", "Line 4"]


def test_more_than_two_hundred_lines_are_refused() -> None:
    pasted = parse_pasted_list("\n".join(f"P {n}, p{n}@school.example" for n in range(201)))
    assert not pasted.entries
    assert len(pasted.problems) == 1


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_or_named(text: str) -> None:
    pasted = parse_pasted_list(text)
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(pasted.entries) + len(pasted.problems) == len(lines)
    assert all(entry.name and "@" in entry.email for entry in pasted.entries)


def test_names_are_the_same_apart_from_capitals_and_blanks() -> None:
    assert same_name(" Sam  REED", "sam reed")
    assert not same_name("Sam Reed", "Sam Read")


def test_an_address_may_hold_an_apostrophe_and_stand_in_quotes() -> None:
    pasted = parse_pasted_list("Sean O'Brien, s.o'brien@school.example\n'Ann Lee' 'ann@school.example'")
    assert [(entry.name, entry.email) for entry in pasted.entries] == [
        ("Sean O'Brien", "s.o'brien@school.example"),
        ("Ann Lee", "ann@school.example"),
    ]
