"""Messages about enquiries, uses and hints. None carries what a school or the public wrote: links do."""

from collections.abc import Sequence
from datetime import date

from inclusion_app.accounts.models import Person
from inclusion_app.directory.asking.models import Enquiry, OfferHint, OfferUse
from inclusion_app.directory.asking.queries.people import members_of_provider, readers_at_school
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_digest_notes, post_messages


def title_of(offer: Offer) -> str:
    """What the offer is called in messages; the offer comes with its published version."""
    return offer.published.title if offer.published else offer.slug


def tell_provider_of_enquiry(enquiry: Enquiry, *, today: date) -> None:
    """A school asks. Where the provider has nobody with an account, its own address is written to."""
    post_messages(_to_provider(enquiry, f"enquiry:{enquiry.id}:sent", "enquiry_sent", today=today))


def tell_provider_of_message(enquiry: Enquiry, *, message_id: int, today: date) -> None:
    """The school has written again."""
    post_messages(_to_provider(enquiry, f"enquiry:{enquiry.id}:message:{message_id}", "enquiry_more", today=today))


def tell_provider_of_end(enquiry: Enquiry, *, today: date) -> None:
    """The school has withdrawn or closed it: a line in the digest."""
    said = f"{enquiry.school.name} has {enquiry.stage.label.lower()} its enquiry about “{title_of(enquiry.offer)}”."
    _digest(
        f"enquiry:{enquiry.id}:{enquiry.state}",
        members_of_provider(enquiry.offer.provider_id, today=today),
        text=said,
        link=f"/provider/enquiries/{enquiry.id}",
    )


def tell_school(enquiry: Enquiry, *, key: str, today: date) -> None:
    """There is an answer: whoever asked hears so, else the headteachers. ``key`` names the event."""
    page = full_address(f"/schools/{enquiry.school.urn}/enquiries/{enquiry.id}")
    readers = readers_at_school(enquiry.school_id, enquiry.asked_by_id, today=today)
    name = f"enquiry:{enquiry.id}:{key}"
    post_messages([_message(name, "enquiry_answered", person=person, enquiry=enquiry, page=page) for person in readers])


def reminders_of(enquiry: Enquiry, *, today: date) -> list[Message]:
    """For the provider: a school still waits for an answer. Once for each enquiry and reader."""
    return _to_provider(enquiry, f"enquiry:{enquiry.id}:reminder", "enquiry_waits", today=today)


def tell_provider_of_comment(use: OfferUse, offer: Offer, *, today: date) -> None:
    """A school has said something of what it used: a line in the digest."""
    _digest(
        f"offer-use:{use.id}:{use.version}",
        members_of_provider(offer.provider_id, today=today),
        text=f"A school has said something about “{title_of(offer)}”. You can answer it.",
        link="/provider/comments",
    )


def tell_school_of_answer(use: OfferUse, offer: Offer, *, urn: int, today: date) -> None:
    """The provider has answered a school's comment: a line in the digest of whoever wrote it."""
    _digest(
        f"offer-use:{use.id}:answer:{use.version}",
        readers_at_school(use.school_id, use.said_by_id, today=today),
        text=f"The provider of “{title_of(offer)}” has answered what your school said.",
        link=f"/schools/{urn}/support-used/{offer.id}",
        school_id=use.school_id,
    )


def tell_provider_of_hint(hint: OfferHint, offer: Offer, *, today: date) -> None:
    """Somebody says that something is out of date: a line in the digest."""
    _digest(
        f"offer-hint:{hint.id}",
        members_of_provider(offer.provider_id, today=today),
        text=f"Somebody says that something in “{title_of(offer)}” is out of date. Please look, and answer.",
        link="/provider/hints",
    )


def answer_reader(hint: OfferHint, offer: Offer, *, email: str) -> None:
    """Whoever told us, and gave an address, hears what came of it."""
    page = full_address(f"/directory/{offer.slug}")
    subject, text = render_message("directory/hint_answered", title=title_of(offer), hint=hint, page=page)
    key = f"offer-hint:{hint.id}:answer"
    post_messages([Message(key=key, kind="hint_answered", person_id=None, email=email, subject=subject, text=text)])


def _to_provider(enquiry: Enquiry, key: str, name: str, *, today: date) -> list[Message]:
    page = full_address(f"/provider/enquiries/{enquiry.id}")
    provider = enquiry.offer.provider
    members = members_of_provider(provider.id, today=today)
    if members or not provider.email:
        return [_message(key, name, person=person, enquiry=enquiry, page=page) for person in members]
    subject, text = render_message(f"directory/{name}", person=None, **_said(enquiry, page))
    return [Message(key=key, kind=name, person_id=None, email=provider.email, subject=subject, text=text)]


def _message(key: str, name: str, *, person: Person, enquiry: Enquiry, page: str) -> Message:
    subject, text = render_message(f"directory/{name}", person=person, **_said(enquiry, page))
    return Message(
        key=f"{key}:{person.id}", kind=name, person_id=person.id, email=person.email, subject=subject, text=text
    )


def _said(enquiry: Enquiry, page: str) -> dict[str, object]:
    return {"title": title_of(enquiry.offer), "school": enquiry.school, "page": page}


def _digest(key: str, readers: Sequence[Person], *, text: str, link: str, school_id: int | None = None) -> None:
    post_digest_notes(
        [
            DigestNote(key=f"{key}:{reader.id}", person_id=reader.id, school_id=school_id, text=text, link=link)
            for reader in readers
        ]
    )
