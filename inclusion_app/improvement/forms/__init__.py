"""The forms of workshops, plans, follow-ups and evaluations."""

from wtforms.validators import Optional

from inclusion_app.foundation.fields import ClockTimeField, DayField

NOT_PUPILS = "Do not name pupils or families, or say anything by which a child could be known."


def day(label: str, about: str = "") -> DayField:
    """A date that may be left open: rules say where it may not."""
    return DayField(label, [Optional()], description=about)


def clock_time(label: str) -> ClockTimeField:
    """A time that may be left open: rules say where it may not."""
    return ClockTimeField(label, [Optional()])
