"""Messages about offers: to their provider by mail and digest, to the team by digest. None repeats what was written
but the reasons for returning a text to those who wrote it."""

from collections.abc import Iterable, Sequence
from datetime import date

from inclusion_app.accounts.models import Person
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.offers.queries.people import deciders, members_of
from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages

SOON, DUE, HIDDEN = "soon", "due", "hidden"


def tell_of_submission(offer: Offer, version: OfferVersion, *, act: int) -> None:
    """Those who approve find it in their digest; ``act`` is the row on the audit trail."""
    said = f"{offer.provider.name} asks you to approve “{version.title}” for the directory."
    post_digest_notes(
        [
            DigestNote(
                key=f"directory:{offer.id}:submitted:{act}:{person.id}",
                person_id=person.id,
                school_id=None,
                text=said,
                link=f"/team/offers/{offer.id}",
            )
            for person in deciders()
        ]
    )


def tell_of_approval(offer: Offer, version: OfferVersion, *, act: int, but: int | None) -> None:
    """Members of the provider hear that everybody sees it; ``but`` has just done it."""
    _tell(offer, "approved", act=act, but=but, version=version, page=full_address(f"/directory/{offer.slug}"))


def tell_of_return(offer: Offer, version: OfferVersion, *, act: int, but: int | None) -> None:
    """Members of the provider hear what has to change."""
    _tell(offer, "returned", act=act, but=but, version=version, page=full_address(f"/provider/offers/{offer.id}"))


def tell_of_archiving(offer: Offer, title: str, *, act: int, but: int | None) -> None:
    """Members of the provider hear that it has left the directory."""
    _tell(offer, "archived", act=act, but=but, title=title, page=full_address(f"/provider/offers/{offer.id}"))


def check_notes(
    offer: Offer, title: str, members: Iterable[Person], *, stage: str, hidden_from: date
) -> list[DigestNote]:
    """A line for each member: its check is due soon, is due, or it has left the lists; once for each check."""
    assert offer.next_check_on is not None  # noqa: S101  # the caller has looked
    due, gone = short_day(offer.next_check_on), short_day(hidden_from)
    said = {
        SOON: f"“{title}” is to be checked by {due}. One click says that it is still true.",
        DUE: f"The check of “{title}” was due on {due}. On {gone} it leaves the directory's lists.",
        HIDDEN: f"“{title}” has left the directory's lists, as nobody has checked it since it was due on {due}.",
    }[stage]
    return [
        DigestNote(
            key=f"directory:{offer.id}:check:{offer.next_check_on}:{stage}:{person.id}",
            person_id=person.id,
            school_id=None,
            text=said,
            link=f"/provider/offers/{offer.id}/still-true",
        )
        for person in members
    ]


def _tell(offer: Offer, name: str, *, act: int, but: int | None, **said: object) -> None:
    readers: Sequence[Person] = [person for person in members_of(offer.provider_id) if person.id != but]
    messages = [_message(offer, name, reader, act=act, **said) for reader in readers]
    if messages:
        post_messages(messages)


def _message(offer: Offer, name: str, reader: Person, *, act: int, **said: object) -> Message:
    subject, text = render_message(f"directory/{name}", person=reader, offer=offer, **said)
    return Message(
        key=f"directory:{offer.id}:{name}:{act}:{reader.id}",
        kind=f"directory_{name}",
        person_id=reader.id,
        email=reader.email,
        subject=subject,
        text=text,
    )
