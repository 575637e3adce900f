"""What of many reports may be shown together: only groups of five schools and more, and no text (domain.md 1.6, 5)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FEWEST_SCHOOLS = 5


@dataclass(frozen=True)
class RatedArea:
    """One area of one school's final report."""

    area: str
    rating: str


@dataclass(frozen=True)
class AreaPattern:
    """How many schools have which rating in an area; nothing where fewer than five are rated."""

    area: str
    schools: int
    ratings: Mapping[str, int] | None


@dataclass(frozen=True)
class ThemePattern:
    """A theme of an area, and in how many schools' reports it stands: five or more."""

    area: str
    code: str
    schools: int


def may_be_shown(schools: int) -> bool:
    """A group of that many schools may be shown."""
    return schools >= FEWEST_SCHOOLS


def area_patterns(reports: Iterable[Sequence[RatedArea]], areas: Sequence[str]) -> list[AreaPattern]:
    """The ratings of each area over the final reports of a group. N and no rating do not count."""
    counts: dict[str, Counter[str]] = {area: Counter() for area in areas}
    for report in reports:
        for rated in report:
            if rated.area in counts and rated.rating.isdigit():
                counts[rated.area][rated.rating] += 1
    return [
        AreaPattern(area, found.total() if may_be_shown(found.total()) else 0, _shown(found))
        for area, found in counts.items()
    ]


def theme_patterns(themes: Iterable[tuple[int, str, str]]) -> list[ThemePattern]:
    """Themes that stand in the reports of five schools and more: (school, area, code), the most frequent first."""
    schools: dict[tuple[str, str], set[int]] = {}
    for school, area, code in themes:
        schools.setdefault((area, code), set()).add(school)
    found = [ThemePattern(area, code, len(of)) for (area, code), of in schools.items() if may_be_shown(len(of))]
    return sorted(found, key=lambda pattern: (-pattern.schools, pattern.area, pattern.code))


def _shown(found: Counter[str]) -> dict[str, int] | None:
    return dict(found) if may_be_shown(found.total()) else None
