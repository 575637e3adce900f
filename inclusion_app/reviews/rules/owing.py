"""Who owes each stage: a table, drawn from who may cause it; reminders, boards and lists of tasks read it."""

from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.table import FORWARD
from inclusion_app.reviews.states import ReviewState

_OTHERWISE: dict[ReviewState, frozenset[Standing]] = {
    ReviewState.TEAM_CONFIRMED: frozenset({Standing.ASKED}),  # by the service, once everybody asked has declared
    ReviewState.SELF_REVIEW_OPEN: frozenset(),  # by the service, as soon as the date is agreed
    ReviewState.SELF_REVIEW_SUBMITTED: frozenset({Standing.HEAD, Standing.COORDINATOR}),  # one signs, one writes
    ReviewState.WORKSHOP_HELD: frozenset({Standing.CHAMPION}),
    ReviewState.FOLLOWED_UP: frozenset({Standing.CHAMPION, Standing.HEAD}),
    ReviewState.CLOSED: frozenset(),  # by the service, when the days are over
}
"""Where those who may cause a stage are not those who owe it."""
_NOT_CHASED = frozenset({Standing.SYSTEM, Standing.OFFICE})

OWED_BY: dict[ReviewState, frozenset[Standing]] = {
    move.after: _OTHERWISE.get(move.after, (move.by - _NOT_CHASED) or (move.by - {Standing.SYSTEM})) for move in FORWARD
}
"""Nobody: the service does it by itself. Where none of these is there, the lead owes it, and then the office."""

WHAT: dict[ReviewState, str] = {
    ReviewState.TEAM_PROPOSED: "propose the reviewers",
    ReviewState.TEAM_CONFIRMED: "say whether you can review, or declare a conflict",
    ReviewState.DATE_AGREED: "agree the date of the visit",
    ReviewState.SELF_REVIEW_SUBMITTED: "finish the self-review and sign it off",
    ReviewState.READY: "finish the briefing, the lines of enquiry and the timetable",
    ReviewState.VISITED: "hold the visit and mark it as held",
    ReviewState.FORMS_IN: "submit the review form",
    ReviewState.DRAFT_WITH_HOST: "release the draft report to the school",
    ReviewState.POINTS_ANSWERED: "raise factual points, or answer them",
    ReviewState.FINAL: "make the report final",
    ReviewState.WORKSHOP_HELD: "hold the workshop and record it",
    ReviewState.PLAN_AGREED: "agree the plan",
    ReviewState.FOLLOWED_UP: "record the follow-up",
}
"""What is owed, as mails and lists say it."""

WHERE: dict[ReviewState, str] = {
    ReviewState.TEAM_PROPOSED: "team",
    ReviewState.TEAM_CONFIRMED: "team",
    ReviewState.DATE_AGREED: "dates",
    ReviewState.SELF_REVIEW_SUBMITTED: "self-review",
    ReviewState.READY: "preparation",
    ReviewState.VISITED: "preparation",
    ReviewState.FORMS_IN: "form",
    ReviewState.DRAFT_WITH_HOST: "report/writing",
    ReviewState.POINTS_ANSWERED: "report/points",
    ReviewState.FINAL: "report/writing",
    ReviewState.WORKSHOP_HELD: "workshop",
    ReviewState.PLAN_AGREED: "plan",
    ReviewState.FOLLOWED_UP: "follow-up",
}
"""The page of a review where it is done, under the review's address."""
