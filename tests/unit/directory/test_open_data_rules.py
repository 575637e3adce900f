"""Grid references as degrees, names that stay, and what hostile HTML in a file becomes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inclusion_app.directory.open_data.grid import easting_northing, latitude_longitude
from inclusion_app.directory.open_data.ids import as_uuid, derived, organization_id, term_id
from inclusion_app.directory.open_data.importing.entries import described
from inclusion_app.directory.open_data.importing.mapping import guessed
from inclusion_app.directory.open_data.importing.problems import OffersRefused
from inclusion_app.directory.open_data.importing.reading import read_offers
from inclusion_app.foundation.rich_text import clean


@pytest.mark.parametrize(
    ("easting", "northing", "latitude", "longitude"),
    [(651_410, 313_177, 52.657979, 1.716052), (530_000, 180_000, 51.5040, -0.1284), (0, 0, 49.7668, -7.5572)],
)
def test_a_grid_reference_is_where_the_survey_says(
    easting: int, northing: int, latitude: float, longitude: float
) -> None:
    assert latitude_longitude(easting, northing) == pytest.approx((latitude, longitude), abs=0.0001)


@given(easting=st.integers(1, 699_999), northing=st.integers(1, 1_299_999))
@example(easting=650_000, northing=1_146_786)
@example(easting=1, northing=1_299_999)
@example(easting=699_999, northing=1_299_999)
@example(easting=699_999, northing=1)
def test_the_way_back_leads_to_the_same_metre(easting: int, northing: int) -> None:
    found = easting_northing(*latitude_longitude(easting, northing))

    assert found is not None
    assert found == pytest.approx((easting, northing), abs=1)


@pytest.mark.parametrize(
    "place",
    [(0.0, 0.0), (48.85, 2.35), (51.22, 2.91), (49.2, -2.1), (90.0, 0.0), (float("nan"), 1.0), (51.0, float("inf"))],
)
def test_what_is_not_around_great_britain_is_on_no_grid(place: tuple[float, float]) -> None:
    assert easting_northing(*place) is None


def test_derived_names_stay() -> None:
    assert derived("a", "b") == derived("a", "b") != derived("ab", "")
    assert term_id("need", "autism") == "6b376590-f4c9-5a1d-91e6-738731164f31"
    assert organization_id("acorn", la_code="886") != organization_id("acorn", la_code="887")


@pytest.mark.parametrize("typed", ["", "x", "{5a3c0c6e-2f4b-5d0e-9a53-0b1f4e1f7c1}", "1" * 36])
def test_what_is_no_uuid_is_none(typed: str) -> None:
    assert as_uuid(typed) is None


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        '<a href="javascript:alert(1)" hx-get="/x" onclick="x">words</a>',
        "<p style=color:red>a<iframe src=//x></iframe></p>",
        "<math><mi//xlink:href=data:x,1>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "[words](javascript:alert(1))",
        "a < b and <b>bold",
    ],
)
def test_hostile_html_of_a_file_goes_through_the_same_door(html: str) -> None:
    said = described(html)
    assert clean(said) == said
    for part in ("<script", "onerror", "onclick", "hx-", 'href="javascript', "style=", "<iframe", "<svg", "<math"):
        assert part not in said.lower()


def test_each_meaning_is_guessed_once_from_the_likeliest_name() -> None:
    found = guessed(["Name", "title", "E-mail", "organization.name", "odd"])
    assert found == {
        "Name": "", "title": "title", "E-mail": "contact_email", "organization.name": "provider", "odd": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a" * 1_900_001, "smaller than 1.9 MB"),
        (b"id,title\n" + b"1,2\n" * 501, "500 offers"),
        (b"id,title\n1,2,3", "Line 2: The row has 3 cells, but there are 2 headings."),
        (b"id,title\n1,a\x07b", "Line 2, title: There is a character here that is no text."),
        (b'{"contents": [{"id": "1"}, 7]}', r"$.contents[1]: There should be a service here"),
        (b'[{"id": "1"}]\n{"contents": [[]]}', "Page 2: $.contents[0]"),
        (b'{"id": "\\ud800"}', "$, id: There is a character here"),
        (b'{"id":\n1', "Line 2: This is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": NaN}', "a number that is none"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_a_file_is_refused_with_its_line_or_path(data: bytes, said: str) -> None:
    with pytest.raises(OffersRefused) as refused:
        read_offers("f", data)
    assert said in str(refused.value)


def test_pages_one_after_another_and_in_a_list_are_read_alike() -> None:
    one, two = b'{"contents": [{"id": "1"}]}', b'{"contents": [{"id": "2"}]}'
    ways = (one + b"\n" + two, b"[" + one + b"," + two + b"]", b'[{"id": "1"}, {"id": "2"}]')
    for data in ways:
        assert [record.cells["id"] for record in read_offers("f", data).records] == ["1", "2"]
