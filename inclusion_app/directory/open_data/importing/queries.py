"""What is here of everything that a file of offers can name; as many statements whatever its length."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from inclusion_app.accounts.models import Person, Provider
from inclusion_app.directory.choices import TAGS
from inclusion_app.directory.models import Offer, OfferImport, OfferSource, OfferVersion
from inclusion_app.directory.open_data.importing.plan import Facts, Known
from inclusion_app.directory.open_data.importing.sheet import Sheet
from inclusion_app.directory.open_data.taxonomies import TAXONOMIES
from inclusion_app.directory.queries.offers import choices_of_version, whole_versions
from inclusion_app.directory.queries.terms import districts
from inclusion_app.directory.states import OPEN
from inclusion_app.foundation.database import db
from inclusion_app.foundation.words import plain
from inclusion_app.vocabulary.queries import all_concepts

SHOWN = 20
LOOKED_FOR = (*TAGS.values(), "offer-kind", "offer-cost")


def facts_of(sheet: Sheet, *, source: str, today: date) -> Facts:
    """Everything the file can name, and what was taken over from that source before."""
    taken = _taken(source, {text for record in sheet.records for text in record.cells.values() if len(text) == 36})
    return Facts(
        taken=taken,
        offers=_offers({offer_id for offer_id, _ in taken.values()}),
        providers=_providers(),
        index=_index(today),
        taxonomies={plain(name): scheme for scheme, (name, _) in TAXONOMIES.items()},
    )


def latest_imports() -> list[tuple[OfferImport, str]]:
    """The last imports with who made them."""
    rows = db.session.execute(
        select(OfferImport, Person.name)
        .outerjoin(Person, Person.id == OfferImport.imported_by_id)
        .order_by(OfferImport.id.desc())
        .limit(SHOWN)
    )
    return [(done, name or "The service itself") for done, name in rows]


def known_sources() -> Sequence[str]:
    """The directories from which something was taken over before."""
    return db.session.scalars(select(OfferImport.source).distinct().order_by(OfferImport.source)).all()


def _taken(source: str, ids: Collection[str]) -> dict[str, tuple[int, str]]:
    """Offers by the id the source gives them; an id of our own open data stands for that offer too."""
    own = db.session.execute(select(Offer.public_id, Offer.id).where(Offer.public_id.in_(ids)))
    found = {public_id: (offer_id, "") for public_id, offer_id in own}
    sources = select(OfferSource.source_id, OfferSource.offer_id, OfferSource.sha256)
    rows = db.session.execute(sources.where(OfferSource.source == source))
    return found | {source_id: (offer_id, sha256) for source_id, offer_id, sha256 in rows}


def _offers(ids: Collection[int]) -> dict[int, Known]:
    """Each with the text that stands: the change that is open, or else what is published."""
    stands = or_(OfferVersion.state.in_(OPEN), OfferVersion.id == Offer.published_version_id)
    query = (
        whole_versions()
        .join(Offer, Offer.id == OfferVersion.offer_id)
        .where(Offer.id.in_(ids), stands)
        .order_by(Offer.id, OfferVersion.number)
        .execution_options(populate_existing=True)
    )
    versions = {version.offer_id: version for version in db.session.scalars(query)}  # the later one stands
    rows = db.session.execute(select(Offer.id, Offer.state).where(Offer.id.in_(ids)))
    states = {offer_id: state for offer_id, state in rows}  # noqa: C416  # a row is no pair to the type checker
    return {offer_id: _known(version, states[offer_id]) for offer_id, version in versions.items()}


def _known(version: OfferVersion, state: str) -> Known:
    open_state = version.state if version.state in OPEN else None
    return Known(version.offer_id, state, open_state, version.edition, choices_of_version(version))


def _providers() -> dict[str, int]:
    """By name and by code."""
    found: dict[str, int] = {}
    for provider_id, code, name in db.session.execute(
        select(Provider.id, Provider.code, Provider.name).order_by(Provider.id.desc())
    ):
        found[plain(code)] = found[plain(name)] = provider_id
    return found


def _index(today: date) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for scheme in LOOKED_FOR:
        words = found[scheme] = {}
        terms = [concept for concept in all_concepts() if concept.scheme == scheme and not concept.retired]
        for concept in terms:
            for alias in concept.aliases:
                words.setdefault(plain(alias), concept.code)
        for concept in terms:
            words[plain(concept.code)] = words[plain(concept.label)] = concept.code
    known = districts(today)
    found["district"] = {plain(code): code for code in known} | {plain(name): code for code, name in known.items()}
    return found
