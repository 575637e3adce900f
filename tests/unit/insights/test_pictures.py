"""Where the parts of pictures lie."""

from datetime import date

from inclusion_app.insights.figures import Figure, Hiding
from inclusion_app.insights.pictures import Place, funnel_bars, map_picture, shade, trend_picture
from inclusion_app.insights.queries import Group, Period, Step

DAY = date(2026, 11, 27)


def _step(reached: int) -> Step:
    return Step("final", "Report final", Figure(reached, 40), Figure(0, 0), 0)


def test_bars_of_the_funnel_stand_in_the_middle() -> None:
    assert [(bar.x, bar.width) for bar in funnel_bars([_step(40), _step(10), _step(0)])] == [
        (0.0, 100.0),
        (37.5, 25.0),
        (50.0, 0.0),
    ]


def test_shades_go_by_quarters_and_hidden_cells_have_none() -> None:
    figures = [Figure(0, 8), Figure(1, 8), Figure(2, 8), Figure(3, 8), Figure(6, 8), Figure(7, 8), Figure(8, 8)]

    assert [shade(figure) for figure in figures] == [0, 1, 1, 2, 3, 4, 4]
    assert shade(Figure(3, 4, Hiding.FEW_PEOPLE)) == 0
    assert shade(Figure(0, 0)) == 0


def test_a_line_is_broken_where_a_figure_may_not_be_shown() -> None:
    figures = [Figure(1, 4), Figure(2, 4), Figure(3, 30, Hiding.FEW_PEOPLE), Figure(4, 4), Figure(4, 4)]
    periods = [Period(f"2026-{number}", f"Term {number}", DAY, DAY) for number in range(1, 6)]
    picture = trend_picture(list(zip(periods, figures, strict=True)))

    assert [point.y is None for point in picture.points] == [False, False, True, False, False]
    assert len(picture.lines) == 2
    assert picture.points[-1].y == picture.grid[-1][1]


def test_the_first_term_of_a_year_says_which_year() -> None:
    terms = [Period(code, code, DAY, DAY) for code in ("2025-5", "2025-6", "2026-1", "2026-2")]
    years = [Period(code, code, DAY, DAY) for code in ("2025", "2026")]

    def marked(periods: list[Period]) -> list[tuple[str, str]]:
        found = trend_picture([(period, Figure(1, 2)) for period in periods])
        return [(point.label, point.year) for point in found.points]

    assert marked(terms) == [("T5", "25/26"), ("T6", ""), ("T1", "26/27"), ("T2", "")]
    assert marked(years) == [("25/26", ""), ("26/27", "")]


def test_north_is_up_and_east_is_right() -> None:
    places = [Place(1, "South-west", 600_000, 150_000, "none"), Place(2, "North-east", 610_000, 160_000, "final")]
    picture = map_picture(places, without=3, marks=[Group("final", "Final")], counts={"final": 1})
    west, east = picture.spots

    assert west.x < east.x <= picture.width
    assert east.y < west.y <= picture.height
    assert (picture.without, picture.counts[0][1]) == (3, 1)


def test_a_school_that_is_further_is_drawn_above_those_that_are_not() -> None:
    marks = [Group("none", "Not in the cycle"), Group("visited", "Visited"), Group("final", "Final")]
    places = [Place(urn, "", 600_000 + urn, 150_000, mark) for urn, mark in enumerate(("final", "none", "visited"))]

    assert [spot.mark for spot in map_picture(places, without=0, marks=marks, counts={}).spots] == [
        "none",
        "visited",
        "final",
    ]
