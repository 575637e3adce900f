"""The national file: all of it or nothing, and what it withholds is not known rather than none."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.insights.equity.models import SchoolSend
from inclusion_app.insights.equity.reading import SendLine, read_send
from inclusion_app.insights.equity.rules import School, quarters, scatter
from inclusion_app.insights.equity.services import import_send, plan_of
from tests.factories.schools import SchoolFactory

HEAD = "time_period,URN,la_name,Total pupils,SEN support,EHC plan"


def _file(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines]).encode()


def test_years_and_numbers_are_read_as_the_file_writes_them() -> None:
    lines = read_send(_file('202526,980001,Kent,"1,210",30,5', "202526,980002,Kent,c,z,low", ""), year=None)

    assert lines == [SendLine(980001, 2026, 1210, 30, 5), SendLine(980002, 2026, None, None, None)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("202526,98001,Kent,1,1,0", "is not a URN of six digits"),
        ("202526,980001,Kent,many,1,0", "is not a number of pupils"),
        ("202526,980001,Kent,10,9,2", "are more than all 10"),
        ("last year,980001,Kent,10,1,1", "is not a year"),
        ("202526,980009,Kent,10,1,1", "stands twice for 2026"),
    ],
)
def test_one_wrong_line_refuses_the_file_and_is_named(line: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        read_send(_file("202526,980009,Kent,10,1,1", line), year=None)


def test_a_file_without_its_columns_says_which_are_missing() -> None:
    with pytest.raises(RuleBroken, match="no column for: ehc plan, time_period"):
        read_send(b"URN,Total pupils,SEN support\n980001,1,1\n", year=None)


@pytest.mark.usefixtures("database")
def test_a_second_time_changes_nothing_and_schools_elsewhere_are_left_out() -> None:
    school = SchoolFactory()
    lines = [SendLine(school.urn, 2026, 200, 30, None), SendLine(999_999, 2026, 10, 1, 1)]

    first = import_send(SYSTEM, lines, name="f.csv", data=b"x")
    second = plan_of(lines)
    changed = import_send(SYSTEM, [SendLine(school.urn, 2026, 200, 31, 4)], name="g.csv", data=b"y")

    assert (len(first.rows), first.elsewhere) == (1, 1)
    assert (len(second.rows), second.unchanged) == (0, 1)
    assert len(changed.rows) == 1
    assert db.session.execute(select(SchoolSend.pupils, SchoolSend.sen_support, SchoolSend.ehc)).all() == [(200, 31, 4)]


@pytest.mark.usefixtures("database")
def test_the_command_says_what_is_wrong_and_changes_nothing(app: Flask, tmp_path: Path) -> None:
    school = SchoolFactory()
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_bytes(_file(f"202526,{school.urn},Kent,100,10,1"))
    bad.write_bytes(_file(f"202526,{school.urn},Kent,100,10,1", "202526,x,Kent,1,1,1"))
    run = app.test_cli_runner()

    refused = run.invoke(args=["schools", "send-file", str(bad)])
    assert refused.exit_code == 1
    assert "Line 3" in refused.output
    assert db.session.scalars(select(SchoolSend)).all() == []
    assert run.invoke(args=["schools", "send-file", str(good)]).exit_code == 0
    assert len(db.session.scalars(select(SchoolSend)).all()) == 1


def test_quarters_are_as_even_as_can_be_and_dots_lie_within_the_picture() -> None:
    schools = [School(n, f"S{n}", need=float(n), trainings=n % 3, in_review=0, offers=0) for n in range(1, 11)]
    picture = scatter(schools)

    assert [(one.schools, one.least, one.engaged) for one in quarters(schools)] == [
        (2, 1.0, 2),
        (3, 3.0, 2),
        (2, 6.0, 1),
        (3, 8.0, 2),
    ]
    assert all(picture.left <= dot.x <= picture.right and 0 < dot.y <= picture.foot for dot in picture.dots)
