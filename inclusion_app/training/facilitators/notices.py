"""Messages to those who give a run: named, taken off, and what becomes of the run."""

from collections.abc import Iterator

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.training.facilitators.queries import facilitators_to_tell
from inclusion_app.training.models import Run


def tell_of_naming(person: Person, run: Run, *, act: int) -> None:
    """You facilitate this run; ``act`` is the row on the audit trail. The run comes with course and provider."""
    post_messages([_to_person(person, run, "named", act=act)])


def tell_of_taking_off(person: Person, run: Run, *, act: int) -> None:
    """You no longer do."""
    if person.deactivated_at is None:
        post_messages([_to_person(person, run, "taken_off", act=act)])


def tell_givers_of_cancellation(run: Run, *, people: int) -> None:
    """The provider and the facilitators hear that the run is cancelled, and how many people it concerns."""
    post_messages([_of_news(run, reader, "cancelled", people=people) for reader in _givers(run)])


def tell_givers_of_move(run: Run, *, people: int, lines: list[str]) -> None:
    """The same when it is moved; ``lines`` say what has changed."""
    post_messages([_of_news(run, reader, "moved", people=people, lines=lines) for reader in _givers(run)])


def _givers(run: Run) -> Iterator[tuple[int | None, str, str]]:
    """Id, name and address: the provider itself, where it has an address, and each facilitator."""
    if run.provider.email:
        yield None, run.provider.name, run.provider.email
    for person in facilitators_to_tell(run.id):
        yield person.id, person.first_name, person.email


def _of_news(run: Run, reader: tuple[int | None, str, str], name: str, **said: object) -> Message:
    person_id, greeted, email = reader
    subject, text = render_message(
        f"facilitators/{name}", greeted=greeted, run=run, link=full_address(f"/provider/runs/{run.id}"), **said
    )
    return Message(
        key=f"run:{run.id}:{run.version}:{name}:{person_id or 'provider'}",
        kind=f"run_{name}_for_givers",
        person_id=person_id,
        email=email,
        subject=subject,
        text=text,
    )


def _to_person(person: Person, run: Run, name: str, *, act: int) -> Message:
    subject, text = render_message(
        f"facilitators/{name}", person=person, run=run, link=full_address(f"/provider/runs/{run.id}")
    )
    return Message(
        key=f"run:{run.id}:{name}:{person.id}:{act}",
        kind=f"facilitator_{name}",
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
    )
