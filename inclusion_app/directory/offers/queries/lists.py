"""Lists of offers for those who keep them: their provider, and the team."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, Self

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.visibility import is_listed
from inclusion_app.directory.rules.shelf_life import shelf_of
from inclusion_app.directory.shelf import shelf_life
from inclusion_app.directory.states import OPEN, OfferState, Shelf, VersionState
from inclusion_app.foundation.database import db
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.paging import Page, paginate

_published, _opened = aliased(OfferVersion), aliased(OfferVersion)
TITLE = func.coalesce(_published.title, _opened.title)


class Which(StrEnum):
    """Which offers the team looks at."""

    WAITING = "waiting"
    DUE = "due"
    HIDDEN = "hidden"
    PUBLISHED = "published"
    DRAFTS = "drafts"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "waiting": "Wait for approval",
            "due": "Check is due",
            "hidden": "Hidden",
            "published": "In the directory",
            "drafts": "Being written",
            "archived": "Archived",
        }[self]


@dataclass(frozen=True)
class OfferLine:
    """One offer as a list of its keepers shows it; ``open_state`` is that of the change under way, if there is one."""

    offer: Offer
    title: str
    open_state: VersionState | None
    submitted_at: datetime | None
    shelf: Shelf | None

    @property
    def state(self) -> OfferState:
        """Where the offer itself stands."""
        return OfferState(self.offer.state)


class Sent(Protocol):
    """The parameters of an address."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, kw_only=True)
class OfferWishes:
    """What the team asks its list for."""

    which: Which = Which.WAITING
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, sent: Sent) -> Self:
        """Read the address; what is not known asks for nothing."""
        which = sent.get("show", "")
        return cls(
            which=Which(which) if which in list(Which) else Which.WAITING,
            words=sent.get("words", "")[:200].strip(),
            page=whole_number(sent.get("page", ""), otherwise=1),
        )


def offers_of_providers(provider_ids: Collection[int], *, today: date) -> Sequence[OfferLine]:
    """Every offer of these providers, what needs doing first."""
    soonest = (Offer.state == OfferState.ARCHIVED, Offer.next_check_on.is_(None), Offer.next_check_on, TITLE, Offer.id)
    query = _lines().where(Offer.provider_id.in_(provider_ids)).order_by(*soonest)
    return [_line(row, today=today) for row in db.session.execute(query)]


def offers_for_team(wishes: OfferWishes, *, today: date) -> Page[OfferLine]:
    """The offers asked for: those that wait longest, or are most overdue, first; others by title."""
    query = _lines().where(_chosen(wishes.which, today))
    for word in wishes.words.split()[:12]:
        query = query.where(func.lower(TITLE).contains(word.casefold(), autoescape=True))
    first: dict[Which, Any] = {
        Which.WAITING: _opened.submitted_at,
        Which.DUE: Offer.next_check_on,
        Which.HIDDEN: Offer.next_check_on,
    }
    found = paginate(query.order_by(first.get(wishes.which, TITLE), TITLE, Offer.id), wishes.page)
    items = [_line(row, today=today) for row in found.items]
    return Page(items=items, number=found.number, per_page=found.per_page, total=found.total)


def count_offers(today: date) -> dict[Which, int]:
    """How many offers each choice of the team's list would show; one statement."""
    columns = [func.count(case((_chosen(which, today), 1))) for which in Which]
    query = select(*columns).select_from(Offer).outerjoin(_opened, _is_open())
    return dict(zip(Which, db.session.execute(query).one(), strict=True))


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(Offer, TITLE, _opened.state, _opened.submitted_at)
        .outerjoin(_published, _published.id == Offer.published_version_id)
        .outerjoin(_opened, _is_open())
        .options(joinedload(Offer.provider))
    )


def _is_open() -> ColumnElement[bool]:
    return and_(_opened.offer_id == Offer.id, _opened.state.in_(OPEN))


def _chosen(which: Which, today: date) -> ColumnElement[bool]:
    published, listed = Offer.state == OfferState.PUBLISHED, is_listed(today)
    kept = Offer.state != OfferState.ARCHIVED
    return {
        Which.WAITING: and_(kept, _opened.state == VersionState.SUBMITTED),
        Which.DUE: and_(listed, Offer.next_check_on <= today),
        Which.HIDDEN: and_(published, ~listed),
        Which.PUBLISHED: listed,
        Which.DRAFTS: and_(kept, or_(_opened.state == VersionState.DRAFT, _opened.state == VersionState.RETURNED)),
        Which.ARCHIVED: Offer.state == OfferState.ARCHIVED,
    }[which]


def _line(row: Any, *, today: date) -> OfferLine:
    offer, title, open_state, submitted_at = row
    is_shown = offer.state == OfferState.PUBLISHED and offer.next_check_on
    return OfferLine(
        offer=offer,
        title=title or "",
        open_state=VersionState(open_state) if open_state else None,
        submitted_at=submitted_at,
        shelf=shelf_of(offer.next_check_on, today, shelf_life()) if is_shown else None,
    )
