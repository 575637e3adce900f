"""A unique word in everything that schools write to providers, and readers of offers: enquiries, hints, shortlists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from sqlalchemy import select

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage, OfferHint, ShortlistEntry
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.database import db, transaction
from inclusion_app.schools.models import School
from tests.matrix.asking import County

ROOMS = frozenset(
    {"enquiries", "provider_enquiries", "provider_words", "shortlists", "team_enquiries", "offer_uses", "offer_hints"}
)
ELSEWHERE = ("/", "/directory", "/provider/offers", "/team/offers", "/directory.csv", "/api/oruk/services")


@dataclass(frozen=True)
class Written:
    """Whose a canary is: of which school, to which provider; hints are of no school, notes to no provider."""

    kind: str
    school_id: int | None
    provider_id: int | None

    def is_for(self, actor: Actor) -> bool:
        """The school that wrote it, the provider it was written to; hints the team answers for as well."""
        if self.kind == "hint" and actor.can(Action.VIEW_OFFERS):
            return True
        at_school = self.school_id in actor.schools_with(Action.ASK_FOR_SUPPORT)
        return at_school or self.provider_id in actor.providers_with(Action.ANSWER_SCHOOLS)


@dataclass
class Planted:
    """Every canary by its word."""

    written: dict[str, Written] = field(default_factory=dict)

    def word(self, row_id: int, part: int, said: Written) -> str:
        """A new word, remembered."""
        word = f"CNRY{said.kind}Q{row_id}Q{part}Z"
        self.written[word] = said
        return word


def plant_asked() -> Planted:
    """Put a canary into each text of every enquiry, message, hint and shortlist."""
    found = Planted()
    with transaction():
        provider_of = {offer.id: offer.provider_id for offer in db.session.scalars(select(Offer))}
        by_id = {}
        for enquiry in db.session.scalars(select(Enquiry)).all():
            said = by_id[enquiry.id] = Written("enquiry", enquiry.school_id, provider_of[enquiry.offer_id])
            enquiry.needed, enquiry.contact_name = (found.word(enquiry.id, part, said) for part in (1, 2))
            enquiry.contact_email = f"{found.word(enquiry.id, 3, said)}@school.example"
        for message in db.session.scalars(select(EnquiryMessage)).all():
            message.text = found.word(message.id, 4, by_id[message.enquiry_id])
        for hint in db.session.scalars(select(OfferHint)).all():
            said = Written("hint", None, provider_of[hint.offer_id])
            hint.text, hint.email = found.word(hint.id, 5, said), f"{found.word(hint.id, 6, said)}@reader.example"
        for entry in db.session.scalars(select(ShortlistEntry)).all():
            entry.note = found.word(entry.id, 7, Written("note", entry.school_id, None))
    return found


def asked_addresses(county: County) -> Iterator[str]:
    """Every page of those rooms, for every school, enquiry and offer; and the pages around them."""
    values: dict[str, list[object]] = {
        "urn": list(db.session.scalars(select(School.urn).where(School.id.in_(select(Enquiry.school_id))))),
        "enquiry_id": list(db.session.scalars(select(Enquiry.id))),
        "offer_id": list(db.session.scalars(select(Enquiry.offer_id).distinct())),
        "slug": list(db.session.scalars(select(Offer.slug).where(Offer.id.in_(select(OfferHint.offer_id))))),
    }
    yield from (*ELSEWHERE, *(f"/directory/{slug}" for slug in values["slug"]))
    for rule in county.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.partition(".")[0] not in ROOMS:
            continue
        names = sorted(rule.arguments)
        for chosen in product(*(values[name] for name in names)):
            built = rule.build(dict(zip(names, chosen, strict=True)))
            if built is not None:
                yield built[1]
