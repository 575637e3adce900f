"""The team finds schools and reads about one."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask

from inclusion_app.access.roles import Role
from inclusion_app.schools.routes import SECTIONS
from inclusion_app.schools.states import GroupingKind, Phase, Status
from tests.factories.accounts import somebody
from tests.factories.providers import ProviderFactory
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory, SchoolLinkFactory
from tests.support.visitor import Visitor

Statements = Callable[[], AbstractContextManager[list[str]]]


def shown(visitor: Visitor, address: str) -> str:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.fixture
def county(viewer: Visitor) -> None:
    """Three schools in two districts: a primary of a trust, a special school, and one that has closed."""
    lower, upper = GroupingFactory(code="E1", name="Lowerdale"), GroupingFactory(code="E2", name="Upperdale")
    trust = GroupingFactory(kind=GroupingKind.TRUST, code="4001", name="Alder Trust")
    oak = SchoolFactory(urn=900001, name="St Désirée's Oak Primary", town="Marsh Gibbet", postcode="ZZ1 4FG")
    ash = SchoolFactory(urn=900002, name="Ash Lodge", phase=Phase.SPECIAL, status=Status.PROPOSED_TO_CLOSE)
    elm = SchoolFactory(urn=900003, name="Elm Infants", status=Status.CLOSED, close_date=date(2025, 8, 31))
    for school, grouping in ((oak, lower), (oak, trust), (ash, upper), (elm, lower)):
        SchoolGroupingFactory(school=school, grouping=grouping)
    SchoolGroupingFactory(school=ash, grouping=trust, until=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("asked", "urns"),
    [
        ("", [900001, 900002]),
        ("words=desiree", [900001]),
        ("words=marsh+oak", [900001]),
        ("words=ZZ1+4FG", [900001]),
        ("words=zz14fg", [900001]),
        ("words=900002", [900002]),
        ("words=nowhere", []),
        ("words=%25", [900001, 900002]),  # no word in it
        ("district=E1", [900001]),
        ("district=E1&status=any", [900001, 900003]),
        ("phase=special", [900002]),
        ("trust=4001", [900001]),
        ("status=closed", [900003]),
        ("status=proposed-to-close", [900002]),
        ("status=what&phase=ever&page=-1", [900001, 900002]),
    ],
)
@pytest.mark.usefixtures("county")
def test_the_list_answers_what_the_address_asks_for(viewer: Visitor, asked: str, urns: list[int]) -> None:
    page = shown(viewer, f"/team/schools?{asked}")
    assert [urn for urn in (900001, 900002, 900003) if f'href="/team/schools/{urn}"' in page] == urns
    rows = list(
        csv.DictReader(io.StringIO(viewer.get(f"/team/schools.csv?{asked}").get_data(as_text=True).lstrip("\ufeff")))
    )
    assert sorted(int(row["URN"]) for row in rows) == urns


@pytest.mark.usefixtures("county")
def test_every_choice_says_how_many_schools_it_would_show(viewer: Visitor) -> None:
    page = shown(viewer, "/team/schools")
    for choice in ("Lowerdale (1)", "Upperdale (1)", "Alder Trust (1)", "Special (1)", "Closed (1)", "Open today (2)"):
        assert choice in page
    assert "Lowerdale (2)" in shown(viewer, "/team/schools?status=any&district=E2")


@pytest.mark.usefixtures("county")
def test_a_choice_that_shows_nothing_stays_chosen(viewer: Visitor) -> None:
    page = shown(viewer, "/team/schools?district=E2&phase=primary")
    assert '<option value="E2" selected>Upperdale (0)</option>' in page
    assert "No school answers this" in page


@pytest.mark.usefixtures("county")
def test_the_region_that_is_swapped_is_that_region_of_the_whole_page(viewer: Visitor) -> None:
    asked = {"HX-Request": "true", "HX-Target": "results"}
    part = viewer.get("/team/schools?district=E1", headers=asked).get_data(as_text=True)
    assert part.strip().startswith('<div id="results"')
    assert part.strip() in shown(viewer, "/team/schools?district=E1")


def test_without_schools_the_list_says_where_they_come_from(viewer: Visitor) -> None:
    assert "Schools come from the national register" in shown(viewer, "/team/schools")


def test_long_lists_come_in_pages_that_keep_the_wishes(viewer: Visitor) -> None:
    for _ in range(30):
        SchoolFactory(town="Marsh Gibbet")
    page = shown(viewer, "/team/schools?words=marsh")
    assert "Showing 1 to 25 of 30" in page
    assert 'href="/team/schools?words=marsh&amp;page=2"' in page
    assert "Showing 26 to 30 of 30" in shown(viewer, "/team/schools?words=marsh&page=2")


def test_the_number_of_statements_does_not_grow_with_the_schools(viewer: Visitor, statements: Statements) -> None:
    def sent(address: str) -> int:
        with statements() as seen:
            shown(viewer, address)
        return len(seen)

    school = SchoolFactory(urn=900001)
    few = [sent("/team/schools"), sent("/team/schools/900001")]
    for number in range(20):
        other = SchoolFactory()
        SchoolGroupingFactory(school=other, grouping=GroupingFactory())
        SchoolGroupingFactory(school=school, grouping=GroupingFactory(kind=GroupingKind.COHORT))
        SchoolLinkFactory(urn=900001 if number % 2 else other.urn, link_urn=other.urn if number % 2 else 900001)
    many = [sent("/team/schools"), sent("/team/schools/900001")]
    assert many[0] == few[0]
    assert many[1] <= few[1] + 1  # the names of linked schools, when there are links
    assert max(many) <= 15


def test_a_school_s_page_shows_its_groups_with_their_dates_and_its_history(viewer: Visitor) -> None:
    old = SchoolFactory(urn=900001, name="Oak Primary", status=Status.CLOSED, close_date=date(2026, 8, 31))
    new = SchoolFactory(urn=900002, name="Oak Academy", website="http://oak.example")
    SchoolLinkFactory(urn=900001, link_urn=900002, link_name="Oak Academy")
    trust = GroupingFactory(kind=GroupingKind.TRUST, name="Alder Trust")
    SchoolGroupingFactory(school=new, grouping=trust, since=date(2026, 9, 1), until=date(2026, 11, 1))
    page = shown(viewer, "/team/schools/900002")
    for text in (
        "Alder Trust",
        "1 September 2026",
        "1 November 2026",
        "Oak Primary",
        "Easting 600000",
        "http://oak.example",
    ):
        assert text in page
    assert "Carried on by" in shown(viewer, f"/team/schools/{old.urn}")


def test_a_school_nobody_knows_is_not_found(viewer: Visitor) -> None:
    assert viewer.get("/team/schools/1").status_code == 404


def test_other_rooms_hang_their_ways_on_from_a_school_s_page(
    viewer: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, SECTIONS, [lambda _actor, school: [("Its bookings", f"/b/{school.urn}")]])
    SchoolFactory(urn=900001)
    assert '<a class="govuk-link" href="/b/900001">Its bookings</a>' in shown(viewer, "/team/schools/900001")


@pytest.mark.parametrize("address", ["/team/schools", "/team/schools.csv", "/team/schools/900001"])
@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.PROVIDER_MEMBER, Role.STAFF])
def test_schools_are_the_team_s_to_see(client: Visitor, address: str, role: Role) -> None:
    school = SchoolFactory(urn=900001)
    at_provider = role is Role.PROVIDER_MEMBER
    client.sign_in(
        somebody(
            role, school=None if at_provider else school, provider_id=ProviderFactory().id if at_provider else None
        )
    )
    assert client.get(address).status_code == 403


@pytest.mark.usefixtures("database")
def test_a_name_in_a_file_is_no_formula(viewer: Visitor) -> None:
    SchoolFactory(name="=1+1 School")
    assert "'=1+1 School" in viewer.get("/team/schools.csv").get_data(as_text=True)
