"""Rules of enquiries, uses and hints."""

from datetime import date

import pytest

from inclusion_app.directory.asking.rules.enquiries import ENQUIRY_MOVES, acts_open, enquiry_problems, may_write
from inclusion_app.directory.asking.rules.hints import hint_problems
from inclusion_app.directory.asking.rules.uses import FROM_SCHOOLS, Figures, use_problems
from inclusion_app.directory.asking.states import OPEN, EnquiryState, Side

TODAY = date(2026, 5, 4)
CONTACT = {"contact_name": "Robin", "contact_email": "a@b.example", "contact_phone": ""}
UNDECIDED = {EnquiryState.SENT, EnquiryState.ANSWERED}


@pytest.mark.parametrize("state", list(EnquiryState))
def test_a_provider_decides_once_and_a_school_takes_back_only_what_is_undecided(state: EnquiryState) -> None:
    provider, school = acts_open(state, Side.PROVIDER), acts_open(state, Side.SCHOOL)

    assert ({"accept_enquiry", "decline_enquiry"} <= provider) is (state in UNDECIDED)
    assert ("withdraw_enquiry" in school) is (state in UNDECIDED)
    assert not {"accept_enquiry", "decline_enquiry", "answer_enquiry"} & school
    assert "withdraw_enquiry" not in provider
    assert ("close_enquiry" in school) is ("close_enquiry" in provider) is (state in {"answered", "accepted"})


def test_what_is_over_stays_so_and_cannot_be_written_on() -> None:
    over = set(EnquiryState) - OPEN

    assert over == {"declined", "withdrawn", "closed"}
    assert not any(move.starts & over for move in ENQUIRY_MOVES.values())
    assert [state for state in EnquiryState if may_write(state)] == ["sent", "answered", "accepted"]


def test_an_enquiry_says_what_is_needed_and_how_the_school_is_reached() -> None:
    nobody = {"contact_name": "", "contact_email": "", "contact_phone": ""}

    assert enquiry_problems("Help", wanted_by=TODAY, contact=CONTACT, today=TODAY) == []
    wrong = dict(enquiry_problems(" ", wanted_by=date(2026, 5, 3), contact=nobody, today=TODAY))
    assert set(wrong) == {"needed", "wanted_by", "contact_name", "contact_email"}
    long = dict(
        enquiry_problems("x" * 4_001, wanted_by=None, contact=CONTACT | {"contact_name": "x" * 201}, today=TODAY)
    )
    assert set(long) == {"needed", "contact_name"}


@pytest.mark.parametrize(("yes", "partly", "no", "shown"), [(4, 0, 0, False), (3, 1, 1, True), (0, 0, 5, True)])
def test_figures_are_shown_from_five_schools_on_whatever_they_say(yes: int, partly: int, no: int, shown: bool) -> None:
    assert FROM_SCHOOLS == 5
    assert Figures(yes=yes, partly=partly, no=no).are_shown is shown


def test_a_use_lies_in_the_past_and_shares_only_a_comment() -> None:
    good = {"used_on": TODAY, "helped": "", "comment": "", "may_share": False, "today": TODAY}

    assert use_problems(**good) == []  # type: ignore[arg-type]  # values of several kinds
    for wrong, field in (
        ({"used_on": None}, "used_on"),
        ({"used_on": date(2026, 5, 5)}, "used_on"),
        ({"helped": "very"}, "helped"),
        ({"comment": "x" * 2_001}, "comment"),
        ({"may_share": True}, "comment"),
    ):
        assert [name for name, _ in use_problems(**(good | wrong))] == [field]  # type: ignore[arg-type]


def test_a_hint_says_what_is_out_of_date() -> None:
    assert hint_problems(topic="contact", text="The number is dead") == []
    assert [field for field, _ in hint_problems(topic="", text=" ")] == ["topic", "text"]
    assert [field for field, _ in hint_problems(topic="other", text="x" * 2_001)] == ["text"]
