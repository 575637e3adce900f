"""What schools do with the offers of providers P and Q: each has one of everything, and B has what A must not see."""

from datetime import timedelta
from typing import Any

from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage, OfferHint, OfferUse, ShortlistEntry
from inclusion_app.directory.asking.states import EnquiryState, Helped, Side, Topic
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.models import Concept
from tests.features.directory_offers import make_offer
from tests.matrix.bodies import HowTo, typed
from tests.matrix.world import World, _add

OFFERS = {"A": "offer", "B": "offer_q"}
AREA = "support-of-tests"


def build(world: World) -> None:
    """For each: an enquiry that waits, one that is answered, a line of a shortlist, a use with a comment, a hint."""
    _add(world, "term_area", Concept(scheme="framework-area", code=AREA, label="Support of tests", position=99))
    for letter, offer in OFFERS.items():
        for other in ("new", "other"):
            make_offer(world, f"{offer}_{other}", "p" if letter == "A" else "q")
        _add(world, f"enquiry_{letter}", enquiry(world, letter, offer))
        answered = enquiry(world, letter, f"{offer}_other", state=EnquiryState.ANSWERED)
        answered.messages = [message(world, letter, Side.PROVIDER)]
        _add(world, f"answered_{letter}", answered)
        _add(world, f"entry_{letter}", entry(world, letter, offer))
        _add(world, f"use_{letter}", use(world, letter, offer))
        _add(world, f"hint_{letter}", hint(world, offer))
    hidden = use(world, "A", "offer_hidden")
    hidden.hidden_at, hidden.hidden_reason = world.now, "It names somebody."
    _add(world, "use_hidden", hidden)


def enquiry(world: World, letter: str, offer: str, *, state: EnquiryState = EnquiryState.SENT, **said: Any) -> Enquiry:
    """An enquiry of that school about that offer."""
    given: dict[str, Any] = {
        "school_id": world[f"school_{letter}"],
        "offer_id": world[offer],
        "asked_by_id": world[f"head_{letter.lower()}"],
        "needed": f"Needed by {letter}",
        "contact_name": "Robin Hale",
        "contact_email": "office@school.example",
        "sent_at": world.now,
        "moved_at": world.now,
    }
    return Enquiry(state=state, **(given | said))


def message(world: World, letter: str, side: Side) -> EnquiryMessage:
    """Something said on that side."""
    who = world[f"provider_{'p' if letter == 'A' else 'q'}" if side == Side.PROVIDER else f"head_{letter.lower()}"]
    return EnquiryMessage(side=side, text="We can come in May.", written_by_id=who, written_at=world.now)


def entry(world: World, letter: str, offer: str, **said: Any) -> ShortlistEntry:
    """That offer on that school's shortlist."""
    given: dict[str, Any] = {"school_id": world[f"school_{letter}"], "added_by_id": world[f"head_{letter.lower()}"]}
    return ShortlistEntry(offer_id=world[offer], note="For Year 4", added_at=world.now, **(given | said))


def use(world: World, letter: str, offer: str, **said: Any) -> OfferUse:
    """That school's use of that offer, with a comment that everybody may read."""
    given: dict[str, Any] = {"school_id": world[f"school_{letter}"], "said_by_id": world[f"head_{letter.lower()}"]}
    return OfferUse(
        offer_id=world[offer], used_on=clock.london(world.now).date() - timedelta(days=9), helped=Helped.YES,
        comment="Much better mornings.", may_share=True, said_at=world.now, **(given | said),
    )  # fmt: skip


def hint(world: World, offer: str) -> OfferHint:
    """Something that somebody has found out of date."""
    return OfferHint(offer_id=world[offer], topic=Topic.CONTACT, text="The number is dead.", told_at=world.now)


def grow(world: World, number: int) -> None:
    """One more of everything of school A and provider P, and one more message of the first enquiry."""
    school, offer = world[f"grown_school_{number}"], f"offer-n{number}"
    late = world.now - timedelta(days=60)
    db.session.add_all(
        [
            entry(world, "A", offer),
            entry(world, "A", "offer", school_id=school),
            enquiry(world, "A", offer, sent_at=late, moved_at=late),
            enquiry(world, "A", "offer", school_id=school),
            use(world, "A", offer),
            use(world, "A", "offer", school_id=school),
            hint(world, "offer"),
        ]
    )
    said = message(world, "A", Side.PROVIDER)
    said.enquiry_id = world["answered_A"]
    db.session.add(said)
    db.session.flush()


def _day(world: World, days: int) -> str:
    return str(clock.london(world.now).date() + timedelta(days=days))


def _enquiry(world: World, _thing: str) -> dict[str, Any]:
    contact = {"contact_name": "Robin Hale", "contact_email": "office@school.example", "contact_phone": ""}
    return {"needed": "Help with mornings", "wanted_by": _day(world, 30), **contact}


def _used(world: World, _thing: str) -> dict[str, Any]:
    return {"used_on": _day(world, -3), "helped": "partly", "comment": "Calmer", "may_share": "y", "version": "1"}


HOW_TO = {
    "shortlists.add": HowTo(),
    "shortlists.remove": HowTo(),
    "shortlists.note": HowTo(typed(note="For Year 6", version="1")),
    "enquiries.send": HowTo(_enquiry),
    "enquiries.write": HowTo(typed(text="And in June?")),
    "enquiries.withdraw": HowTo(),
    "enquiries.close": HowTo(),
    "offer_uses.save": HowTo(_used),
    "offer_hints.send": HowTo(typed(topic="contact", text="Nobody answers", email="reader@home.example")),
    "provider_enquiries.write": HowTo(typed(text="Yes, in June.")),
    "provider_enquiries.accept": HowTo(typed(accept_text="We ring you.")),
    "provider_enquiries.decline": HowTo(typed(reason_kind="full", reason="Not before May")),
    "provider_enquiries.close": HowTo(),
    "provider_words.answer": HowTo(typed(answer="Thank you", version="1")),
    "provider_words.answer_to_hint": HowTo(typed(outcome="changed", answer="It has the new number.")),
    "team_enquiries.hide": HowTo(typed(reason="It names somebody")),
    "team_enquiries.show": HowTo(),
}
_NEW = {"A": "offer_new", "B": "offer_q_new", "draft": "offer_draft"}
_KEPT = {"A": "offer", "B": "offer_q", "draft": "offer_draft"}
_SENT = {"A": "enquiry_A", "B": "enquiry_B", "crossed": "enquiry_B"}
_ANSWERED = {"A": "answered_A", "B": "answered_B", "crossed": "answered_B"}
ROWS = {
    "shortlists.add offer_id": _NEW,
    "enquiries.new offer_id": _NEW,
    "enquiries.send offer_id": _NEW,
    "shortlists.remove offer_id": _KEPT,
    "shortlists.note offer_id": _KEPT,
    "offer_uses.edit offer_id": _KEPT,
    "offer_uses.save offer_id": _KEPT,
    "enquiry_id": _SENT,
    "enquiries.close enquiry_id": _ANSWERED,
    "provider_enquiries.close enquiry_id": _ANSWERED,
    "use_id": {"A": "use_A", "B": "use_B"},
    "team_enquiries.show use_id": {"A": "use_hidden"},
    "hint_id": {"A": "hint_A", "B": "hint_B"},
}
_SLUGS = {"A": "offer", "draft": "offer-draft", "archived": "offer-archived", "missing": "nothing"}
WORDS = {
    "offer_hints.ask slug": _SLUGS,
    "offer_hints.send slug": _SLUGS,
    "offer_areas.show code": {"A": AREA, "missing": "nothing"},
}
_SCHOOL, _PROVIDER, _TEAM = ("headteacher",), ("provider-member",), ("team-adviser",)
VISITED = {
    "shortlists.choose": ("/shortlist", _SCHOOL),
    "shortlists.show": ("/schools/{urn}/shortlist", _SCHOOL),
    "shortlists.printed": ("/schools/{urn}/shortlist/print", _SCHOOL),
    "shortlists.compare": ("/schools/{urn}/shortlist/compare?offer={listed_one}&offer={listed_two}", _SCHOOL),
    "enquiries.listed": ("/schools/{urn}/enquiries", _SCHOOL),
    "enquiries.new": ("/schools/{urn}/enquiries/new/{not_asked}", _SCHOOL),
    "enquiries.show": ("/schools/{urn}/enquiries/{own_enquiry}", _SCHOOL),
    "offer_uses.listed": ("/schools/{urn}/support-used", _SCHOOL),
    "offer_uses.edit": ("/schools/{urn}/support-used/{listed_one}", _SCHOOL),
    "offer_hints.ask": ("/directory/{asked_slug}/out-of-date", ("",)),
    "offer_areas.show": ("/directory/areas/teaching", ("", "headteacher")),
    "provider_enquiries.listed": ("/provider/enquiries", _PROVIDER),
    "provider_enquiries.show": ("/provider/enquiries/{own_enquiry}", _PROVIDER),
    "provider_words.comments": ("/provider/comments", _PROVIDER),
    "provider_words.hints": ("/provider/hints", _PROVIDER),
    "team_enquiries.figures": ("/team/enquiries", _TEAM),
    "team_enquiries.hints": ("/team/enquiries/hints", _TEAM),
    "team_enquiries.comments": ("/team/enquiries/comments", _TEAM),
}
NAMES = {
    "support": """
SELECT enquiry.id AS own_enquiry, offer.slug AS asked_slug,
       (SELECT MIN(offer_id) FROM shortlist_entry WHERE school_id = enquiry.school_id) AS listed_one,
       (SELECT MAX(offer_id) FROM shortlist_entry WHERE school_id = enquiry.school_id) AS listed_two,
       (SELECT MIN(id) FROM offer WHERE state = 'published' AND id NOT IN (SELECT offer_id FROM enquiry)) AS not_asked
FROM enquiry JOIN offer ON offer.id = enquiry.offer_id ORDER BY enquiry.id LIMIT 1
"""
}
