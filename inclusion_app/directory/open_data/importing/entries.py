"""One entry of a file as what is said of an offer, or everything that is wrong with it. No database here."""

import re
import textwrap
from dataclasses import dataclass, replace
from typing import Any

from inclusion_app.directory.choices import TAGS, LinkChoices, OfferChoices, PlaceChoices
from inclusion_app.directory.open_data.importing.mapping import Meanings, Otherwise
from inclusion_app.directory.open_data.importing.problems import Fault
from inclusion_app.directory.open_data.importing.sheet import Record
from inclusion_app.directory.open_data.importing.terms import Terms
from inclusion_app.directory.rules.content import OLDEST, offer_problems, submit_problems, tidied
from inclusion_app.directory.states import CostKind
from inclusion_app.foundation.rich_text import clean, html_of, words_of

AGE = re.compile(r"([0-9]{1,3})(?:\.0+)?(?: ?years?)?")
MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!][^>]*>")
METRES = re.compile(r"[0-9]{1,7}")
INACTIVE = frozenset({"inactive", "defunct", "temporarily closed"})
YES = frozenset({"yes", "y", "true", "1"})
LONGEST_ID, LONGEST_PROVIDER, LONGEST_DERIVED = 200, 200, 200
TEXTS = ("title", "summary", "how_to_get", "cost", "waiting", "evidence", "contact_name", "contact_email",
         "contact_phone", "website")  # fmt: skip
ONE_LINE = frozenset(TEXTS) - {"how_to_get", "evidence"}
NO_AGE = "This is no age in whole years."


@dataclass(frozen=True)
class Entry:
    """What one entry says; ``choices`` are as they would be kept."""

    record: Record
    source_id: str
    provider: str
    choices: OfferChoices


def is_inactive(record: Record, meanings: Meanings) -> bool:
    """The entry says itself that there is no such thing at present."""
    return any(
        record.cells.get(column, "").strip().casefold() in INACTIVE
        for column, meaning in meanings.items()
        if meaning == "status"
    )


class Reader:
    """Reads entry by entry; ``faults`` collects what is wrong with them."""

    def __init__(self, meanings: Meanings, otherwise: Otherwise, terms: Terms) -> None:
        self._column = {meaning: column for column, meaning in meanings.items() if meaning}
        self._otherwise, self._terms = otherwise, terms
        self.faults: list[Fault] = []

    def entry(self, record: Record) -> Entry | None:
        """What it says, or nothing where something is wrong with it."""
        before = len(self.faults)
        said = {meaning: _tidy(record.cells.get(column, "")) for meaning, column in self._column.items()}
        self._need(record, said, "source_id", longest=LONGEST_ID)
        self._need(record, said, "provider", longest=LONGEST_PROVIDER)
        choices, problems = tidied(self._choices(record, said))
        for name, sentence in [*problems, *offer_problems(choices), *submit_problems(choices)]:
            self._fault(record, (name or "").split("-", maxsplit=1)[0], sentence)
        if len(self.faults) > before:
            return None
        return Entry(record, said["source_id"], said["provider"], choices)

    def _need(self, record: Record, said: dict[str, str], meaning: str, *, longest: int) -> None:
        text = said[meaning] = " ".join(said.get(meaning, "").split())
        if not text:
            self._fault(record, meaning, "There is nothing here, and it is needed.")
        elif len(text) > longest:
            self._fault(record, meaning, f"This must be {longest} characters or fewer.")

    def _fault(self, record: Record, meaning: str, sentence: str) -> None:
        self.faults.append(Fault(sentence, record.where, self._column.get(meaning, "")))

    def _choices(self, record: Record, said: dict[str, str]) -> OfferChoices:
        texts: dict[str, Any] = {name: said.get(name, "") for name in TEXTS}
        texts |= {name: " ".join(text.split()) for name, text in texts.items() if name in ONE_LINE}
        description = described(said.get("description", ""))
        texts["summary"] = texts["summary"] or _shortened(description)
        districts = self._terms.codes("district", said.get("districts", ""))
        county_wide = said.get("county_wide", "").casefold() in YES or not districts
        choices = OfferChoices(
            **texts,
            description=description,
            minimum_age=self._age(record, said, "minimum_age"),
            maximum_age=self._oldest(record, said),
            county_wide=county_wide,
            districts=districts,
            links=tuple(_link(line) for line in said.get("links", "").split("\n") if line.strip()),
            places=tuple(_place(line) for line in said.get("places", "").split("\n") if line.strip()),
        )
        return self._filled_up(self._tagged(choices, said))

    def _tagged(self, choices: OfferChoices, said: dict[str, str]) -> OfferChoices:
        of_any = self._terms.of_any_scheme(said.get("terms", ""))
        tags = {
            name: tuple(sorted({*self._terms.codes(scheme, said.get(name, "")), *of_any.get(scheme, ())}))
            for name, scheme in TAGS.items()
        }
        kinds = [*self._terms.codes("offer-kind", said.get("kind", "")), *sorted(of_any.get("offer-kind", ()))]
        costs = [*self._terms.codes("offer-cost", said.get("cost_kind", "")), *sorted(of_any.get("offer-cost", ()))]
        return replace(choices, **tags, kind=kinds[0] if kinds else "", cost_kind=costs[0] if costs else "")  # type: ignore[arg-type]  # codes for codes

    def _filled_up(self, choices: OfferChoices) -> OfferChoices:
        """What the file does not say, as whoever imports has chosen."""
        if not choices.cost_kind and choices.cost.casefold().startswith(("free", "no charge", "no cost")):
            choices = replace(choices, cost_kind=CostKind.FREE.value)
        wanted = {name: value for name, value in vars(self._otherwise).items() if not getattr(choices, name)}
        if choices.cost_kind == CostKind.FREE:
            wanted.pop("cost", None)
        return replace(choices, **wanted)

    def _age(self, record: Record, said: dict[str, str], meaning: str) -> int | None:
        text = said.get(meaning, "").casefold()
        if not text:
            return None
        found = AGE.fullmatch(text)
        if found is None:
            self._fault(record, meaning, NO_AGE)
            return None
        return int(found[1])

    def _oldest(self, record: Record, said: dict[str, str]) -> int | None:
        """Above the oldest that a school has, there is no limit."""
        age = self._age(record, said, "maximum_age")
        return age if age is None or age <= OLDEST else None


def described(text: str) -> str:
    """A description as clean HTML: what has tags is cleaned, what has none is read with its marks."""
    return clean(text).strip() if MARKUP.search(text) else html_of(text)


def _shortened(html: str) -> str:
    first = next(iter(words_of(html).split("\n")), "")
    return textwrap.shorten(first, LONGEST_DERIVED, placeholder=" …")


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _link(line: str) -> LinkChoices:
    label, _, url = (part.strip() for part in line.rpartition("|"))
    return LinkChoices(label=label, url=url)


def _place(line: str) -> PlaceChoices:
    name, address, town, postcode, east, north = ([*(part.strip() for part in line.split("|")), *[""] * 6])[:6]
    is_known = bool(METRES.fullmatch(east) and METRES.fullmatch(north))
    return PlaceChoices(
        name=name,
        address=address,
        town=town,
        postcode=postcode,
        easting=int(east) if is_known else None,
        northing=int(north) if is_known else None,
    )
