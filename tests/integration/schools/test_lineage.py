"""A school's history goes on when its URN does not."""

from datetime import date

from inclusion_app.schools.queries import lineage, nearest_schools, open_schools, school_by_urn, successors
from inclusion_app.schools.states import GroupingKind, Status
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory, SchoolLinkFactory


def schools(database: object, *urns: int) -> None:
    for urn in urns:
        SchoolFactory(urn=urn, status=Status.CLOSED)


def history(urn: int) -> list[int]:
    school = school_by_urn(urn)
    assert school is not None
    return [found.urn for found in lineage(school)]


def carried_on(urn: int) -> list[int]:
    school = school_by_urn(urn)
    assert school is not None
    return [found.urn for found in successors(school)]


def test_history_is_carried_through_every_conversion(database: object) -> None:
    schools(database, 1, 2, 3)
    SchoolLinkFactory(urn=1, link_urn=2)
    SchoolLinkFactory(urn=3, link_urn=2, link_type="Predecessor")
    assert (history(3), history(2), history(1)) == ([1, 2, 3], [1, 2], [1])
    assert (carried_on(1), carried_on(3)) == ([3], [])


def test_both_sides_of_a_link_say_it_once(database: object) -> None:
    schools(database, 1, 2)
    SchoolLinkFactory(urn=1, link_urn=2, link_type="Successor - merged")
    SchoolLinkFactory(urn=2, link_urn=1, link_type="Predecessor - merged")
    assert history(2) == [1, 2]


def test_schools_that_merge_bring_both_histories_and_one_that_splits_gives_its_own_to_each(database: object) -> None:
    schools(database, 1, 2, 3, 4, 5)
    SchoolLinkFactory(urn=1, link_urn=3, link_type="Successor - merged")
    SchoolLinkFactory(urn=2, link_urn=3, link_type="Successor - merged")
    SchoolLinkFactory(urn=3, link_urn=4, link_type="Successor - Split School")
    SchoolLinkFactory(urn=3, link_urn=5, link_type="Successor - Split School")
    assert history(4) == [1, 2, 3, 4]
    assert carried_on(1) == [4, 5]


def test_a_ring_of_links_does_no_harm(database: object) -> None:
    schools(database, 1, 2)
    SchoolLinkFactory(urn=1, link_urn=2)
    SchoolLinkFactory(urn=2, link_urn=1)
    assert history(1) == [1, 2]
    assert carried_on(1) == []


def test_other_links_carry_no_history(database: object) -> None:
    schools(database, 1, 2)
    SchoolLinkFactory(urn=1, link_urn=2, link_type="Sixth Form Centre Link")
    assert history(2) == [2]


def test_a_link_to_a_school_elsewhere_leads_nowhere_but_does_not_break_the_chain(database: object) -> None:
    schools(database, 1, 3)
    SchoolLinkFactory(urn=1, link_urn=2)
    SchoolLinkFactory(urn=2, link_urn=3)
    assert history(3) == [1, 3]


def test_the_nearest_are_open_and_nearest_first(database: object) -> None:
    here = SchoolFactory(easting=600_000, northing=150_000)
    near = SchoolFactory(easting=600_300, northing=150_400)
    far = SchoolFactory(easting=605_000, northing=150_000)
    SchoolFactory(easting=600_001, northing=150_000, status=Status.CLOSED)
    SchoolFactory(easting=300_000, northing=900_000)
    SchoolFactory(easting=None, northing=None)
    assert nearest_schools(here) == [(near, 500), (far, 5000)]


def test_open_schools_are_found_by_phase_and_by_the_group_they_are_in_now(database: object) -> None:
    district = GroupingFactory(code="E1")
    inside = SchoolFactory(status=Status.PROPOSED_TO_CLOSE)
    closed, former, other = SchoolFactory(status=Status.CLOSED), SchoolFactory(), SchoolFactory(phase="secondary")
    for school in (inside, closed):
        SchoolGroupingFactory(school=school, grouping=district)
    SchoolGroupingFactory(school=former, grouping=district, until=date(2026, 1, 1))
    assert open_schools(kind=GroupingKind.DISTRICT, code="E1") == [inside]
    assert open_schools(phase="secondary") == [other]
