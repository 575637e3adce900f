"""Two people edited the same thing: what the other one has saved, as text by field of the form."""

from inclusion_app.foundation.errors import StaleEdit
from inclusion_app.training.catalogue.choices import CourseChoices, RunChoices, texts_of


def stale_course(mine: CourseChoices, theirs: CourseChoices, *, version: int) -> StaleEdit:
    """The fields in which the two differ, with what stands there now."""
    return StaleEdit(_differing(texts_of(mine), texts_of(theirs)), version=version)


def stale_run(mine: RunChoices, theirs: RunChoices, *, version: int) -> StaleEdit:
    """The same for a run; the sessions as one text."""
    return StaleEdit(_differing(texts_of(mine), texts_of(theirs)), version=version)


def _differing(mine: dict[str, str], theirs: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in theirs.items() if mine[name] != text}
