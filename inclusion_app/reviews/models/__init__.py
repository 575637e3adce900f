"""Tables of peer reviews."""

from inclusion_app.reviews.models.assignments import Assignment
from inclusion_app.reviews.models.cycles import AgreementText, CycleOfficer, ReviewCycle
from inclusion_app.reviews.models.forms import AreaJudgement, Evidence, FormText, ReviewForm
from inclusion_app.reviews.models.frameworks import Framework, FrameworkArea, FrameworkLevel, FrameworkPrompt
from inclusion_app.reviews.models.matching import AssignmentConflict, MatchingProposal, ProposedPlace
from inclusion_app.reviews.models.participations import Participation, SelfReviewAuthor
from inclusion_app.reviews.models.reviewers import Reviewer, ReviewerAway, ReviewerTie
from inclusion_app.reviews.models.reviews import Review, ReviewChange, StageDeadline

__all__ = [
    "AgreementText",
    "AreaJudgement",
    "Assignment",
    "AssignmentConflict",
    "CycleOfficer",
    "Evidence",
    "FormText",
    "Framework",
    "FrameworkArea",
    "FrameworkLevel",
    "FrameworkPrompt",
    "MatchingProposal",
    "Participation",
    "ProposedPlace",
    "Review",
    "ReviewChange",
    "ReviewCycle",
    "ReviewForm",
    "Reviewer",
    "ReviewerAway",
    "ReviewerTie",
    "SelfReviewAuthor",
    "StageDeadline",
]
