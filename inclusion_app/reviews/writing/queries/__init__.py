"""What the pages and services of forms ask."""

from inclusion_app.reviews.writing.queries.contents import Contents, Judged, Written, contents_of, form_of
from inclusion_app.reviews.writing.queries.questions import questions_for
from inclusion_app.reviews.writing.queries.snapshots import snapshot_of
from inclusion_app.reviews.writing.queries.team import TeamForm, team_forms

__all__ = [
    "Contents",
    "Judged",
    "TeamForm",
    "Written",
    "contents_of",
    "form_of",
    "questions_for",
    "snapshot_of",
    "team_forms",
]
