"""The pages of the import: whatever is sent, it is shown, taken over or refused; never a fault."""

from io import BytesIO

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from inclusion_app.foundation.database import Base, db
from inclusion_app.schools.models import School
from inclusion_app.training.models import Booking, Course, Run
from inclusion_app.training.past.carrying import packed
from tests.integration.past.conftest import file_of
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

PAGE = "/team/past-attendance"
TAKE = f"{PAGE}/take"
SAM = "nurture,2025-03-11,118001,Sam Reed,sam@school.example,completed"


def upload(visitor: Visitor, data: bytes, name: str = "past.csv") -> TestResponse:
    form = posting_forms(visitor.get(PAGE).text, PAGE)
    [fields] = [form.fields for form in form if form.action == PAGE]
    return visitor.post(PAGE, data=fields | {"file": (BytesIO(data), name)}, content_type="multipart/form-data")


def confirm(visitor: Visitor, shown: TestResponse, **changed: str) -> TestResponse:
    [form] = [form for form in posting_forms(shown.text, PAGE) if form.action == TAKE]
    return visitor.post(TAKE, data=form.fields | changed)


def rows() -> dict[str, int]:
    """How many rows each table has, but for what every visit leaves."""
    left_out = {"sign_in_session", "form_use", "draft"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in left_out]
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_file_is_looked_at_and_then_taken_over_once(manager: Visitor, course: Course, school: School) -> None:
    before = rows()
    shown = upload(manager, file_of(SAM))
    assert shown.status_code == 200
    assert "Take over 1 attendance" in shown.text
    assert rows() == before
    for _ in range(2):
        done = confirm(manager, shown)
        assert done.status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Booking)) == 1
    assert "past.csv" in manager.get(PAGE).text


def test_the_same_file_again_is_refused_by_its_content(manager: Visitor, course: Course, school: School) -> None:
    shown = upload(manager, file_of(SAM))
    confirm(manager, shown)
    again = upload(manager, file_of(SAM), name="renamed.csv")
    assert again.status_code == 422
    assert "This file was taken over on" in again.text
    another_tab = confirm(manager, shown, form_key="another")
    assert another_tab.status_code == 422
    assert db.session.scalar(select(func.count()).select_from(Run)) == 1


def test_a_file_of_known_lines_offers_nothing_to_do(manager: Visitor, course: Course, school: School) -> None:
    confirm(manager, upload(manager, file_of(SAM)))
    shown = upload(manager, file_of(SAM, ""))
    assert shown.status_code == 422 or "known already" in shown.text
    shown = upload(manager, file_of(SAM).replace(b"\r\n", b"\n"))
    assert "Every line of this file is known already" in shown.text


def test_problems_are_listed_by_line_and_column(manager: Visitor, course: Course, school: School) -> None:
    shown = upload(manager, file_of(SAM, SAM.replace("118001", "118999").replace("sam@", "alex@")))
    assert shown.status_code == 422
    assert "No school here has the URN 118999." in shown.text
    assert db.session.scalar(select(func.count()).select_from(Run)) == 0


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"\x01", b"a\xef\xbf\xbf"])
def test_what_is_no_such_file_is_refused(manager: Visitor, data: bytes) -> None:
    assert upload(manager, data).status_code == 422


def test_without_any_file_it_says_so(manager: Visitor) -> None:
    refused = manager.submit(PAGE)
    assert refused.status_code == 422
    assert "Choose a CSV file" in refused.text


@pytest.mark.parametrize("sent", ["", "%%%", packed(b"no file"), packed(file_of(SAM.replace("118001", "7")))])
def test_a_confirmation_is_checked_from_the_first_byte(
    manager: Visitor, course: Course, school: School, sent: str
) -> None:
    shown, before = upload(manager, file_of(SAM)), rows()
    refused = confirm(manager, shown, packed=sent)
    assert refused.status_code == 422
    assert "There is a problem" in refused.text
    assert rows() == before


def test_only_managers_bring_attendance_in(adviser: Visitor, database: SQLAlchemy) -> None:
    assert [adviser.get(PAGE).status_code, adviser.get(f"{PAGE}/template.csv").status_code] == [403, 403]


def test_the_template_can_be_taken_over_once_its_names_are_real(
    manager: Visitor, course: Course, school: School
) -> None:
    data = manager.get(f"{PAGE}/template.csv").data
    filled = data.replace(b"118000", b"118001").replace(b"Nurture", b"nurture")
    assert "Take over 2 attendances" in upload(manager, filled).text


@given(put=st.binary(max_size=60), place=st.integers(0, 120), taken=st.integers(0, 8), whole=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_shown_or_refused_and_change_nothing(
    manager: Visitor, course: Course, school: School, *, put: bytes, place: int, taken: int, whole: bool
) -> None:
    sound = file_of(SAM)
    data = put if whole else sound[:place] + put + sound[place + taken :]
    before = rows()
    assert upload(manager, data, name="any.csv").status_code in {200, 422}
    assert rows() == before


@pytest.mark.parametrize(
    "name", ['a"b<c>&.csv', "ä\x7f\u200b.csv", "../../x", "a\u2028b\ufffe.csv", "=1+1.csv", "n" * 500]
)
def test_any_name_of_a_file_can_be_shown(manager: Visitor, course: Course, school: School, name: str) -> None:
    shown = upload(manager, file_of(SAM), name=name)
    assert shown.status_code == 200
    assert confirm(manager, shown).status_code == 303
    assert manager.get(PAGE).status_code == 200
