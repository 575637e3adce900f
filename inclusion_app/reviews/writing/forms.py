"""Forms of writing, and how the fields of an area's page are read."""

from collections.abc import Mapping
from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.states import EvidenceKind, FormKind
from inclusion_app.reviews.writing.rules.questions import Area
from inclusion_app.reviews.writing.rules.saving import Typed, digest_of
from inclusion_app.reviews.writing.services import Judgement, Piece
from inclusion_app.reviews.writing.services.saving import JUDGEMENT

ANSWER, VERSION = "answer-", "version-"
LONGEST_SEEN = 4_000
LONGEST_PASTE = 200_000


class SubmitForm(Form):
    """Signs what was in front of the person: ``seen`` is its digest."""

    seen = HiddenField()


class EvidenceForm(Form):
    """One piece of evidence."""

    kind = SelectField(
        "What was done",
        [DataRequired("Choose what was done.")],
        choices=[SelectChoice("", "Choose"), *(SelectChoice(kind.value, kind.label) for kind in EvidenceKind)],
    )
    people = IntegerField(
        "How many people",
        [Optional(), NumberRange(0, 2_000, "Give a number from 0 to 2,000.")],
        render_kw={"autocomplete": "off"},
    )
    with_whom = StringField("With whom", [Length(max=200, message="Say it in 200 characters or fewer.")])
    alongside = StringField(
        "Who from the school was alongside", [Length(max=200, message="Say it in 200 characters or fewer.")]
    )
    seen = TextAreaField(
        "What was seen, heard or read",
        [
            DataRequired("Say what was seen, heard or read."),
            Length(max=LONGEST_SEEN, message=f"Say it in {LONGEST_SEEN:,} characters or fewer."),
        ],
    )

    @property
    def piece(self) -> Piece:
        """The piece as it was filled in."""
        return Piece(
            kind=EvidenceKind(self.kind.data),
            seen=self.seen.data or "",
            people=self.people.data,
            with_whom=(self.with_whom.data or "").strip(),
            alongside=(self.alongside.data or "").strip(),
        )


class PasteForm(Form):
    """A blank form that was filled in elsewhere."""

    text = TextAreaField(
        "Your text",
        [
            DataRequired("Paste the text of the form you have filled in."),
            Length(max=LONGEST_PASTE, message="This is too much at once. Paste it in two halves."),
        ],
    )


def version_shown(version: int, text: str) -> str:
    """What a page carries of a text beside it: its version, and the digest that tells whether it was touched."""
    return f"{version}.{digest_of(text)}"


def texts_sent(sent: Mapping[str, Any], area: Area, kind: FormKind) -> list[Typed]:
    """What a page of that area sends: all of its texts, or those that have been changed."""
    sequence, stream = whole_number(sent.get("sequence")), str(sent.get("form_key", ""))[:40]
    names = [name for name in area.fields(kind) if ANSWER + name in sent]
    said = {name: str(sent[ANSWER + name]) for name in names}
    if VERSION + JUDGEMENT in sent:
        said[JUDGEMENT] = _judgement(sent).packed
    typed = []
    for name, text in said.items():
        version, _, shown = str(sent.get(VERSION + name, "")).partition(".")
        typed.append(Typed(name, text, whole_number(version), shown, stream, sequence))
    return typed


def _judgement(sent: Mapping[str, Any]) -> Judgement:
    values = (str(sent.get(name, "")).replace("\x1f", " ") for name in ("rating", "confidence", "shared"))
    return Judgement(*values)
