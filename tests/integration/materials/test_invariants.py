"""The checks find a file without its content, or with another, and a mail that did not reach everybody."""

import pytest
from sqlalchemy import delete, insert, update

from inclusion_app.access.actor import ANONYMOUS
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.invariants import findings
from inclusion_app.training.mailings.services import send_mailing
from inclusion_app.training.materials.services import add_material
from inclusion_app.training.models import MaterialContent, RunMailing, RunMaterial
from tests.factories.bookings import BookingFactory
from tests.factories.files import PDF
from tests.factories.training import RunFactory

pytestmark = pytest.mark.usefixtures("database")


def wrong() -> list[str]:
    return [sentence for finding in findings() for sentence in finding.wrong]


@pytest.fixture(autouse=True)
def _one_of_each(database: object) -> None:
    run = RunFactory()
    BookingFactory(run=run)
    now = clock.now()
    add_material(ANONYMOUS, run.id, title="T", file=file_to_keep("a.pdf", PDF), now=now)
    send_mailing(ANONYMOUS, run.id, audience="confirmed", subject="S", text="T", expected=1, now=now)
    assert wrong() == []


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (update(MaterialContent).values(data=PDF[:-1] + b"x"), "the content of material 1 is not what was added"),
        (update(RunMaterial).values(size_bytes=5), "material 1 has the content 1, and of 5 bytes there are"),
        (delete(MaterialContent), "material 1 has the content None"),
        (delete(OutboxMessage).where(OutboxMessage.kind == "run_mailing"), "mail 1 went to 1 people, and 0 messages"),
        (update(RunMailing).values(recipients=2), "mail 1 went to 2 people, and 1 messages"),
    ],
)
def test_what_is_spoilt_is_found(spoil: object, sentence: str) -> None:
    with transaction() as session:
        session.execute(spoil)  # type: ignore[call-overload]  # any statement
    found = wrong()
    assert len(found) >= 1
    assert any(one.startswith(sentence) for one in found), found


def test_too_many_mails_in_a_day_are_found() -> None:
    run = RunFactory()
    row = {"run_id": run.id, "audience": "confirmed", "subject": "S", "text": "T", "recipients": 0}
    with transaction() as session:
        session.execute(insert(RunMailing), [row | {"sent_at": clock.now()} for _ in range(11)])
    [found] = wrong()
    assert found.startswith(f"11 mails went out for run {run.id} on ")
