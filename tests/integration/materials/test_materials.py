"""Files of a run: given whole or not at all, had only by those it is for, and never shown inline (row 22)."""

import io
import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.uploads import LARGEST, file_to_keep
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.materials.services import add_material
from inclusion_app.training.models import Booking, BookingParticipant, MaterialContent, Run, RunMaterial
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.files import GOOD, HOSTILE, PDF, PLACE, picture
from tests.factories.providers import ProviderFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, SignIn
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def giver(run: Run, sign_in: SignIn) -> Visitor:
    """Somebody of the run's provider."""
    return sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id))


def send(visitor: Visitor, run: Run, name: str, data: bytes, *, title: str = "Slides") -> TestResponse:
    """Fill in the form with a file."""
    address = f"/runs/{run.id}/materials"
    page = visitor.get(address).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[-1].split('"')[0]
    key = page.split('name="form_key" value="')[-1].split('"')[0]
    fields = {"csrf_token": token, "form_key": key, "title": title, "file": FileStorage(io.BytesIO(data), name)}
    boundary, body = encode_multipart(fields)
    return visitor.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def given(run: Run, sign_in: SignIn, name: str = "slides.pdf", data: bytes = PDF) -> RunMaterial:
    """A file on the run."""
    assert send(giver(run, sign_in), run, name, data).status_code == 303
    return db.session.scalars(select(RunMaterial).order_by(RunMaterial.id.desc())).first()  # type: ignore[return-value]


def numbers() -> tuple[int, int]:
    """How many rows of files, and how many contents."""
    found = [db.session.scalar(select(func.count()).select_from(model)) for model in (RunMaterial, MaterialContent)]
    return found[0] or 0, found[1] or 0


@pytest.mark.parametrize("name", GOOD)
def test_a_file_comes_back_as_an_attachment_that_nothing_can_run_in(sign_in: SignIn, name: str) -> None:
    material = given(RunFactory(), sign_in, name, GOOD[name])
    visitor = sign_in(somebody(Role.TEAM_VIEWER))
    response = visitor.get(f"/materials/{material.id}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="{material.file_name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.content_type == material.content_type
    assert "html" not in material.content_type
    assert (sha256(response.data).hexdigest(), len(response.data)) == (material.sha256, material.size_bytes)


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_leaves_nothing_behind(sign_in: SignIn, what: str) -> None:
    name, data = HOSTILE[what]
    response = send(giver(RunFactory(), sign_in), RunFactory(), name, data)
    assert response.status_code == 404  # first the run of another provider
    run = RunFactory()
    response = send(giver(run, sign_in), run, name, data)
    assert response.status_code == 422
    text = response.get_data(as_text=True)
    assert "There is a problem" in text
    assert 'value="Slides"' in text
    assert numbers() == (0, 0)


def test_where_a_picture_was_taken_is_not_handed_out(sign_in: SignIn) -> None:
    material = given(RunFactory(), sign_in, "map.jpg", picture("JPEG", with_place=True))
    data = db.session.get_one(MaterialContent, material.id).data
    assert PLACE.encode() not in data


def test_a_name_with_a_path_and_quotes_is_no_header_and_no_path(sign_in: SignIn) -> None:
    material = given(RunFactory(), sign_in, "../../a%22b;\u202e Ünï.exe.pdf", PDF)
    answer = sign_in(somebody(Role.TEAM_VIEWER)).get(f"/materials/{material.id}")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.count('"') == 2
    assert not set(disposition) & set("/\\%\r\n")
    assert disposition.endswith('.pdf"')


@pytest.mark.parametrize("size", [LARGEST + 1, LARGEST + 99_000, LARGEST + 200_000, 30_000_000])
def test_a_file_that_is_too_large_is_refused_with_a_sentence(sign_in: SignIn, size: int) -> None:
    run = RunFactory()
    visitor = giver(run, sign_in)
    response = send(visitor, run, "slides.pdf", PDF + b" " * (size - len(PDF)))
    assert response.status_code == (422 if size < LARGEST + 99_500 else 413)
    assert "The file must be smaller than 10 MB" in response.get_data(as_text=True)
    assert numbers() == (0, 0)
    assert visitor.get(f"/runs/{run.id}/materials").status_code == 200


def test_a_file_of_ten_megabytes_is_taken(sign_in: SignIn) -> None:
    fits = PDF[:-7] + b" " * (LARGEST - len(PDF)) + PDF[-7:]
    assert given(RunFactory(), sign_in, data=fits).size_bytes == LARGEST


def test_no_other_form_takes_as_much(sign_in: SignIn, client: Visitor) -> None:
    run = RunFactory()
    visitor = giver(run, sign_in)
    for path in (f"/runs/{run.id}/mails/new", f"/runs/{run.id}/materials/1/remove", "/account/details"):
        boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(bytes(3_000_000)), "a.pdf")})
        response = visitor.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")
        assert response.status_code == 413, path
        assert "10 MB" not in response.get_data(as_text=True)


def test_twenty_files_are_enough(sign_in: SignIn) -> None:
    run = RunFactory()
    visitor = giver(run, sign_in)
    for number in range(20):
        assert send(visitor, run, "slides.pdf", PDF, title=f"Part {number}").status_code == 303
    refused = send(visitor, run, "slides.pdf", PDF)
    assert refused.status_code == 422
    assert "There are 20 files already" in refused.get_data(as_text=True)
    assert numbers() == (20, 20)


def test_the_same_form_twice_is_one_file(sign_in: SignIn) -> None:
    run = RunFactory()
    visitor, address = giver(run, sign_in), f"/runs/{run.id}/materials"
    page = visitor.get(address).get_data(as_text=True)
    token, key = (page.split(f'name="{name}" value="')[-1].split('"')[0] for name in ("csrf_token", "form_key"))
    for _ in range(2):
        fields = {"csrf_token": token, "form_key": key, "title": "T", "file": (io.BytesIO(PDF), "a.pdf")}
        assert visitor.post(address, data=fields).status_code == 303
    assert numbers() == (1, 1)
    assert list(db.session.scalars(select(AuditEvent.act).where(AuditEvent.act == "add_material"))) == ["add_material"]


def test_a_form_without_a_file_or_a_title_says_so(sign_in: SignIn) -> None:
    run = RunFactory()
    assert "Enter a title" in send(giver(run, sign_in), run, "a.pdf", PDF, title=" ").get_data(as_text=True)
    for instead in (None, "", "text where a file should be"):
        nothing = giver(run, sign_in).submit(f"/runs/{run.id}/materials", title="Slides", file=instead)
        assert nothing.status_code == 422
        assert "Choose a PDF" in nothing.get_data(as_text=True)


def test_it_is_removed_with_its_content_after_being_asked(sign_in: SignIn) -> None:
    run = RunFactory()
    material = given(run, sign_in)
    visitor, number = giver(run, sign_in), material.id
    assert visitor.submit(f"/runs/{run.id}/materials/{number}/remove").status_code == 303
    assert numbers() == (0, 0)
    assert visitor.get(f"/materials/{number}").status_code == 404


def test_a_file_of_another_run_cannot_be_removed_through_one_s_own(sign_in: SignIn) -> None:
    material, own = given(RunFactory(), sign_in), RunFactory()
    visitor = giver(own, sign_in)
    assert visitor.get(f"/runs/{own.id}/materials/{material.id}/remove").status_code == 404
    assert visitor.get(f"/runs/{material.run_id}/materials").status_code == 404
    assert numbers() == (1, 1)


def holder_of(booking: Booking) -> Person:
    """Whose place it is."""
    return db.session.get_one(Person, booking.person_id)


def entitled(office: Office, booking: Booking, sign_in: SignIn) -> dict[str, Visitor]:
    """Browsers of everybody who may have the files of the run."""
    participant = somebody(Role.STAFF, school=office.school)
    with transaction() as session:
        session.add(BookingParticipant(booking_id=booking.id, person_id=participant.id))
    run = db.session.get_one(Run, booking.run_id)
    return {
        "who has the place": sign_in(holder_of(booking)),
        "who comes on it": sign_in(participant),
        "the head": sign_in(office.head),
        "the SENCO": sign_in(somebody(Role.SENCO, school=office.school)),
        "the provider": giver(run, sign_in),
        "the team": sign_in(somebody(Role.TEAM_VIEWER)),
    }


def _but_for_tokens(response: TestResponse) -> str:
    """What the page says: the token of its forms is another in the next second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))


def test_those_who_may_have_it_have_it_and_nobody_else(office: Office, sign_in: SignIn, client: Visitor) -> None:
    run = RunFactory()
    booking = BookingFactory(run=run, school=office.school)
    waiting = BookingFactory(run=run, state="waiting", school=SchoolFactory())
    path = f"/materials/{given(run, sign_in).id}"
    assert {who: v.get(path).status_code for who, v in entitled(office, booking, sign_in).items()} == dict.fromkeys(
        ["who has the place", "who comes on it", "the head", "the SENCO", "the provider", "the team"], 200
    )
    school = db.session.get_one(School, waiting.school_id)
    others = {
        "who waits": sign_in(holder_of(waiting)),
        "the head of a school that waits": sign_in(somebody(Role.HEADTEACHER, school=school)),
        "a colleague": sign_in(somebody(Role.STAFF, school=office.school)),
        "a governor": sign_in(somebody(Role.GOVERNOR, school=office.school)),
        "another school": sign_in(somebody(Role.HEADTEACHER, school=SchoolFactory())),
        "another provider": sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id)),
        "somebody on another run": sign_in(holder_of(BookingFactory())),
    }
    assert {who: visitor.get(path).status_code for who, visitor in others.items()} == dict.fromkeys(others, 404)
    assert {who: visitor.head(path).status_code for who, visitor in others.items()} == dict.fromkeys(others, 404)
    for visitor in others.values():
        assert _but_for_tokens(visitor.get(path)) == _but_for_tokens(visitor.get("/materials/999999"))
    assert client.get(path).status_code == 303


Loses = Callable[[Office, Booking], None]


def _cancelled(office: Office, booking: Booking) -> None:
    cancel_booking(office.actor, booking.id, reason="", now=clock.now())


def _lost_role(office: Office, _booking: Booking) -> None:
    with transaction() as session:
        session.execute(update(Membership).where(Membership.person_id == office.head.id).values(until=clock.today()))


@pytest.mark.parametrize(
    ("loses", "who"), [(_cancelled, "who has the place"), (_cancelled, "the head"), (_lost_role, "the head")]
)
def test_whoever_loses_the_place_or_the_role_loses_the_files_on_the_next_click(
    office: Office, sign_in: SignIn, loses: Loses, who: str
) -> None:
    booking = BookingFactory(run=RunFactory(), school=office.school)
    path = f"/materials/{given(db.session.get_one(Run, booking.run_id), sign_in).id}"
    visitor = entitled(office, booking, sign_in)[who]
    assert visitor.get(path).status_code == 200
    loses(office, booking)
    assert visitor.get(path).status_code == 404


def test_a_file_is_kept_with_its_row_or_not_at_all(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("in the middle")

    run = RunFactory()
    monkeypatch.setattr("inclusion_app.foundation.audit.record", fault)
    with pytest.raises(RuntimeError):
        add_material(office.actor, run.id, title="T", file=file_to_keep("a.pdf", PDF), now=clock.now())
    assert numbers() == (0, 0)
