"""How far the ratings of a team lie apart, in words."""

from collections.abc import Mapping, Sequence


def difference_in_words(ratings: Sequence[str], titles: Mapping[str, str]) -> str:
    """One sentence on the ratings of one area; ``ratings`` are codes of the scale, empty for none."""
    levels = sorted(rating for rating in ratings if rating.isdigit())
    without = len(ratings) - len(levels)
    if not levels:
        return "Nobody has rated this area."
    low, high = levels[0], levels[-1]
    said = f"All agree: {low} {titles.get(low, '')}" if low == high else _apart(low, high, titles)
    if len(levels) == 1 and without == 0:
        said = f"One rating: {low} {titles.get(low, '')}"
    return f"{said.strip()}. {_without(without)}".strip()


def is_apart(ratings: Sequence[str]) -> bool:
    """At least two reviewers rate it differently, or one looked at it and another did not."""
    return len({rating for rating in ratings if rating}) > 1


def beside_self_rating(rating: str, self_rating: str) -> str:
    """How the report's rating compares with the school's own; empty where one of them is missing."""
    if not rating.isdigit() or not self_rating.isdigit():
        return ""
    gap = int(rating) - int(self_rating)
    if gap == 0:
        return "The same as the school’s own rating."
    steps = "one level" if abs(gap) == 1 else f"{abs(gap)} levels"
    return f"{steps.capitalize()} {'above' if gap > 0 else 'below'} the school’s own rating."


def _apart(low: str, high: str, titles: Mapping[str, str]) -> str:
    steps = int(high) - int(low)
    apart = "one level" if steps == 1 else f"{steps} levels"
    return f"They differ by {apart}: from {low} {titles.get(low, '')} to {high} {titles.get(high, '')}"


def _without(count: int) -> str:
    if count == 0:
        return ""
    return "One reviewer gives no rating." if count == 1 else f"{count} reviewers give no rating."
