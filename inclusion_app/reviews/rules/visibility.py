"""Who sees what of a review: the one place that decides it (service.md, *Confidentiality*; domain.md 1.2 and 1.6).

Every page, count, search, file, mail and export asks ``visible_to``; nothing else decides. Another school sees
nothing. A reviewer sees the host's papers only between declaring no conflict and the review's close.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from inclusion_app.reviews.rules.standing import OF_TEAM_OF_REVIEW, Standing
from inclusion_app.reviews.states import OVER, Preset, ReviewState


class Paper(StrEnum):
    """One kind of thing that a review holds."""

    STAGES = "stages and dates"
    TEAM = "who is on the team"
    SELF_REVIEW = "the self-review"
    PREPARATION = "briefing, lines of enquiry and timetable"
    FILES = "evidence files"
    OWN_FORM = "one's own review form"
    TEAM_FORMS = "every reviewer's form"
    DRAFT = "the draft report"
    POINTS = "factual points and their answers"
    REPORT = "the final report"
    RATINGS = "ratings of this school"
    PLAN = "the workshop and the improvement plan"
    EVALUATION = "the evaluation of the process"


@dataclass(frozen=True)
class Setting:
    """What visibility depends on beside who asks: ``form_in`` is whether the asker's own review form is submitted."""

    preset: Preset
    stage: ReviewState
    side: str = ""
    opens_team_forms: bool = True
    form_in: bool = False


_S, _P = Standing, Paper
_FROM_START = ReviewState.PLANNED
_SUBMITTED, _DRAFT, _FINAL = ReviewState.SELF_REVIEW_SUBMITTED, ReviewState.DRAFT_WITH_HOST, ReviewState.FINAL
_VISITED, _FORMS_IN, _PLANNED = ReviewState.VISITED, ReviewState.FORMS_IN, ReviewState.WORKSHOP_HELD

ALWAYS: dict[Standing, dict[Paper, ReviewState]] = {
    _S.HEAD: {
        _P.STAGES: _FROM_START,
        _P.TEAM: _FROM_START,
        _P.SELF_REVIEW: _FROM_START,
        _P.PREPARATION: _FROM_START,
        _P.FILES: _FROM_START,
        _P.DRAFT: _DRAFT,
        _P.POINTS: _DRAFT,
        _P.REPORT: _FINAL,
        _P.RATINGS: _DRAFT,
        _P.PLAN: _FINAL,
        _P.EVALUATION: _FINAL,
    },
    _S.COORDINATOR: {
        _P.STAGES: _FROM_START,
        _P.TEAM: _FROM_START,
        _P.SELF_REVIEW: _FROM_START,
        _P.PREPARATION: _FROM_START,
        _P.FILES: _FROM_START,
        _P.DRAFT: _DRAFT,
        _P.POINTS: _DRAFT,
        _P.REPORT: _FINAL,
        _P.RATINGS: _DRAFT,
        _P.PLAN: _FINAL,
    },
    _S.AUTHOR: {_P.STAGES: _FROM_START, _P.SELF_REVIEW: _FROM_START, _P.FILES: _FROM_START},
    _S.GOVERNOR: {
        _P.STAGES: _FROM_START,
        _P.TEAM: _FROM_START,
        _P.SELF_REVIEW: _SUBMITTED,
        _P.REPORT: _FINAL,
        _P.RATINGS: _FINAL,
        _P.PLAN: _PLANNED,
    },
    _S.ASKED: {_P.STAGES: _FROM_START, _P.TEAM: _FROM_START},
    _S.REVIEWER: {
        _P.STAGES: _FROM_START,
        _P.TEAM: _FROM_START,
        _P.SELF_REVIEW: _SUBMITTED,
        _P.PREPARATION: _FROM_START,
        _P.FILES: _SUBMITTED,
        _P.OWN_FORM: _SUBMITTED,
        _P.REPORT: _FINAL,
        _P.RATINGS: _FINAL,
        _P.EVALUATION: _FINAL,
    },
    _S.LEAD: {
        _P.STAGES: _FROM_START,
        _P.TEAM: _FROM_START,
        _P.SELF_REVIEW: _SUBMITTED,
        _P.PREPARATION: _FROM_START,
        _P.FILES: _SUBMITTED,
        _P.OWN_FORM: _SUBMITTED,
        _P.DRAFT: _VISITED,
        _P.POINTS: _DRAFT,
        _P.REPORT: _FINAL,
        _P.RATINGS: _VISITED,
        _P.PLAN: _FINAL,
        _P.EVALUATION: _FINAL,
    },
    _S.CHAMPION: {_P.STAGES: _FROM_START, _P.TEAM: _FROM_START, _P.REPORT: _FINAL, _P.PLAN: _FINAL},
    _S.MODERATOR: {_P.STAGES: _FROM_START, _P.TEAM: _FROM_START, _P.DRAFT: _FORMS_IN},
    _S.OFFICE: {_P.STAGES: _FROM_START, _P.TEAM: _FROM_START},
    _S.OFFICER: {_P.STAGES: _FROM_START, _P.TEAM: _FROM_START},
    _S.TEAM: {_P.STAGES: _FROM_START},
}
"""From which stage on each standing sees each paper, whatever the preset."""

BY_PRESET: dict[Preset, dict[Standing, dict[Paper, ReviewState]]] = {
    Preset.SCHOOL_OWNED: {},
    Preset.SHARED: {_S.OFFICE: {_P.REPORT: _FINAL, _P.RATINGS: _FINAL, _P.PLAN: ReviewState.PLAN_AGREED}},
    Preset.COUNCIL_LED: {_S.OFFICER: {_P.REPORT: _FINAL, _P.RATINGS: _FINAL, _P.PLAN: ReviewState.PLAN_AGREED}},
}
"""What a preset adds."""

OUTLIVES = frozenset({_P.STAGES, _P.TEAM})
"""What those from outside the school still see once a review is closed, or has been called off."""
LEAVES_AT_CLOSE = OF_TEAM_OF_REVIEW | {_S.CHAMPION, _S.MODERATOR, _S.ASKED}


def visible_to(standings: Collection[Standing], setting: Setting) -> frozenset[Paper]:
    """Every paper that somebody with these standings sees at this stage; empty for somebody with none."""
    return frozenset(paper for standing in standings for paper in _seen_as(standing, setting))


def _seen_as(standing: Standing, setting: Setting) -> frozenset[Paper]:
    since = ALWAYS.get(standing, {}) | BY_PRESET[setting.preset].get(standing, {})
    seen = {paper for paper, stage in since.items() if setting.stage.has_reached(stage)}
    if _reads_team_forms(standing, setting):
        seen.add(_P.TEAM_FORMS)
    if standing in LEAVES_AT_CLOSE and (setting.stage == ReviewState.CLOSED or setting.side in OVER):
        seen &= OUTLIVES
    return frozenset(seen)


def _reads_team_forms(standing: Standing, setting: Setting) -> bool:
    """The lead once the visit is over and the own form is in; a reviewer too, where the cycle says so."""
    if not setting.form_in or not setting.stage.has_reached(ReviewState.VISITED):
        return False
    return standing == _S.LEAD or (standing == _S.REVIEWER and setting.opens_team_forms)
