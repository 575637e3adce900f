"""The first page says what to do next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inclusion_app.directory.asking.queries.owed import ProviderOwes, TeamOwes
from inclusion_app.home.boards import ProviderBoard, SchoolBoard, TeamBoard
from inclusion_app.home.task import Task
from inclusion_app.home.tasks import MOST, tasks_for
from inclusion_app.schools.models import School
from inclusion_app.training.feedback.queries.answers import ToGive
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.states import FeedbackPoint
from inclusion_app.training.summaries import CountyTraining, NextBooking, RunFill, SchoolTraining

MOMENT = datetime(2027, 3, 1, 9, tzinfo=UTC)
NEXT = NextBooking(11, 7, "Sam Reed", "confirmed", "Nurture", MOMENT)


def tasks(
    school: SchoolBoard | None = None,
    provider: ProviderBoard | None = None,
    team: TeamBoard | None = None,
    own: list[NextBooking] | None = None,
    *,
    to_say: list[ToGive] | None = None,
    now: datetime = MOMENT - timedelta(days=3),
) -> list[Task]:
    return tasks_for(school=school, provider=provider, team=team, own=own or [], to_say=to_say or [], now=now)


def school_board(*, booked: int, in_basket: int) -> SchoolBoard:
    school = School(id=7, urn=900007, name="Elm School")
    return SchoolBoard([(school, SchoolTraining(7, booked, 0, in_basket))], [NEXT] if booked else [])


def fill(**figures: int) -> RunFill:
    return RunFill(3, "Nurture", MOMENT, **{"taken": 2, "capacity": 10, "minimum": 0, "waiting": 0} | figures)


def test_an_unconfirmed_basket_comes_first() -> None:
    first = tasks(school_board(booked=2, in_basket=3))[0]
    assert (first.text, first.href) == ("Confirm your basket", "/schools/900007/basket")
    assert "3 places for Elm School are not booked yet" in first.why


def test_a_school_with_nobody_booked_is_told_so() -> None:
    assert tasks(school_board(booked=0, in_basket=0))[0].text == "Book training for Elm School"


def test_whoever_goes_next_is_named_with_the_way_to_the_booking() -> None:
    assert any(t.href == "/schools/900007/bookings/11" for t in tasks(school_board(booked=1, in_basket=0)))


def test_the_team_sees_short_runs_and_long_lists_first() -> None:
    team = TeamBoard(CountyTraining(5, 50, 20, 4), [fill(minimum=6)], [fill(taken=10, waiting=4)])
    texts = [task.text for task in tasks(team=team)]
    assert texts == ["Too few people for Nurture", "People wait for Nurture", "Look after courses and runs"]


def test_runs_at_risk_are_counted_with_the_way_to_them() -> None:
    risks = {Risk.UNDER_MINIMUM: 2, Risk.REGISTER_OPEN: 1}
    team = TeamBoard(CountyTraining(5, 50, 20, 4), [fill(minimum=6)], [], risks)
    found = [(task.text, task.href) for task in tasks(team=team)][:2]
    assert found == [
        ("2 runs are under their minimum", "/team/runs?risk=under-minimum"),
        ("1 register is open", "/team/runs?risk=register-open"),
    ]


def test_everybody_has_something_to_do_and_never_too_much() -> None:
    assert tasks()
    assert tasks(own=[NEXT])[0].href == "/my-bookings"
    everything = tasks(
        school_board(booked=1, in_basket=1),
        ProviderBoard([fill()]),
        TeamBoard(CountyTraining(1, 1, 1, 1), [fill(minimum=5)], [fill(waiting=1)]),
    )
    assert len(everything) == MOST


def test_an_offer_that_runs_out_comes_before_everything_else() -> None:
    offered = replace(NEXT, state="offered")
    assert tasks(school_board(booked=2, in_basket=3), own=[offered])[0].href == "/bookings/11/offer"
    board = school_board(booked=2, in_basket=3)
    board = replace(board, schools=[(school, replace(figures, offered=2)) for school, figures in board.schools])
    first = tasks(board)[0]
    assert (first.text, first.href) == ("2 places are offered to Elm School", "/schools/900007/bookings?state=offered")


def test_what_staff_ask_for_is_put_before_those_alone_who_decide() -> None:
    board = school_board(booked=2, in_basket=0)
    board = replace(board, schools=[(school, replace(figures, requested=1)) for school, figures in board.schools])
    assert all(task.href != "/schools/900007/requests" for task in tasks(board))
    first = tasks(replace(board, decides=frozenset({7})))[0]
    assert (first.href, first.why) == ("/schools/900007/requests", "1 person asks for a place: Elm School.")


def test_whoever_gives_a_run_is_led_to_the_register_of_the_day_and_to_what_is_open() -> None:
    board = ProviderBoard([fill()], to_close=[fill()])
    assert tasks(provider=board)[0].href == "/provider/runs/3"
    texts = [task.text for task in tasks(provider=board, now=MOMENT)]
    assert texts[0] == "Take the register of Nurture"
    assert "Close the register of Nurture" in texts


def test_feedback_has_a_place_however_much_else_there_is() -> None:
    asked = ToGive(11, FeedbackPoint.AFTER, "Nurture", MOMENT, False, MOMENT)
    last = tasks(school_board(booked=1, in_basket=1), to_say=[asked, asked])[-1]
    assert (last.href, last.why) == ("/my-bookings/11/feedback/after", "Until 1 March 2027, and 1 more.")


def test_answers_that_are_owed_come_before_the_runs_of_a_provider() -> None:
    board = ProviderBoard([], owes=ProviderOwes(enquiries=2, hints=1, checks=1))
    found = [(task.text, task.href) for task in tasks(provider=board)]
    assert found == [
        ("Answer 2 schools", "/provider/enquiries"),
        ("Say that an offer is still true", "/provider/offers"),
        ("Somebody says that an offer is out of date", "/provider/hints"),
        ("See all your runs", "/provider/runs"),
    ]


def test_the_team_is_led_to_what_waits_for_approval_and_to_hints() -> None:
    team = TeamBoard(CountyTraining(5, 50, 20, 4), [], [], owes=TeamOwes(approvals=1, hints=3))
    found = [(task.text, task.href) for task in tasks(team=team)]
    assert found[:2] == [
        ("An offer waits for approval", "/team/offers"),
        ("Readers say that offers are out of date", "/team/enquiries/hints"),
    ]
