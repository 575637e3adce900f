"""Fields that say in plain words what they could not read."""

import re
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from wtforms import DateField, DateTimeLocalField, Field, IntegerField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of the release before

POUNDS = re.compile(r"£?\s*(\d{1,7})(?:\.(\d{1,2}))?")


class ShownAs:
    """A field that pages show as the kind of field it comes from."""

    shown_as: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type = self.shown_as


def offered(pairs: Iterable[tuple[str, str]], *, finer: Collection[str] = ()) -> list[SelectChoice]:
    """What a list offers, from (value, label); the ``finer`` values stand under the broad one before them."""
    under = {"attributes": {"data-finer": "yes"}}
    return [
        SelectChoice(value=str(value), label=label, render_kw=under if value in finer else {}) for value, label in pairs
    ]


def tidy(text: object) -> str:
    """Without blanks around it, with line ends as the service keeps them."""
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()


class LineField(ShownAs, StringField):
    """One line of text."""

    shown_as = "StringField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = " ".join(tidy(valuelist[0]).split()) if valuelist else ""


class TextField(ShownAs, TextAreaField):
    """Several lines of text."""

    shown_as = "TextAreaField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tidy(valuelist[0]) if valuelist else ""


class LinesField(ShownAs, Field):
    """A list of texts, one on each line; ``data`` is the tuple of them."""

    shown_as = "TextAreaField"

    data: tuple[str, ...]

    def _value(self) -> str:
        return "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        lines = tidy(valuelist[0]).split("\n") if valuelist else []
        self.data = tuple(line.strip() for line in lines if line.strip())


class DayField(ShownAs, DateField):
    """A date."""

    shown_as = "DateField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        _say(super().process_formdata, valuelist, "Enter a real date, such as 2026-10-05")


class ClockTimeField(ShownAs, TimeField):
    """A time on the London wall clock."""

    shown_as = "TimeField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        _say(super().process_formdata, [value[:5] for value in valuelist], "Enter a time, such as 09:30")


class MomentField(ShownAs, DateTimeLocalField):
    """A date and time on the London wall clock."""

    shown_as = "DateTimeLocalField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        _say(super().process_formdata, valuelist, "Enter a real date and time, such as 2026-10-05T09:30")


class WholeNumberField(ShownAs, IntegerField):
    """A whole number; None when nothing is entered."""

    shown_as = "IntegerField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        _say(super().process_formdata, [valuelist[0].strip()[:20]], "Enter a whole number")


class PoundsField(ShownAs, Field):
    """An amount in pounds; ``data`` is in pence."""

    shown_as = "StringField"

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        pounds, pence = divmod(self.data, 100)
        return f"{pounds}.{pence:02}" if pence else str(pounds)

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = tidy(valuelist[0]).replace(",", "") if valuelist else ""
        found = POUNDS.fullmatch(typed or "0")
        if found is None:
            self.data = None
            raise ValueError("Enter an amount in pounds, such as 45 or 45.50. Enter 0 if it is free")
        self.data = int(Decimal(f"{found[1]}.{found[2] or 0}") * 100)


def _say(read: Any, valuelist: list[Any], sentence: str) -> None:
    try:
        read(valuelist)
    except (ValueError, OverflowError) as problem:
        raise ValueError(sentence) from problem
