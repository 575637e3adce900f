"""Tables of peer reviews."""

from inclusion_app.reviews.models.assignments import Assignment
from inclusion_app.reviews.models.cycles import AgreementText, CycleOfficer, ReviewCycle
from inclusion_app.reviews.models.files import EvidenceContent, EvidenceFile
from inclusion_app.reviews.models.forms import AreaJudgement, Evidence, FormText, ReviewForm
from inclusion_app.reviews.models.frameworks import Framework, FrameworkArea, FrameworkLevel, FrameworkPrompt
from inclusion_app.reviews.models.matching import AssignmentConflict, MatchingProposal, ProposedPlace
from inclusion_app.reviews.models.participations import Participation, SelfReviewAuthor
from inclusion_app.reviews.models.reminders import ReviewReminder
from inclusion_app.reviews.models.reporting import (
    FactualPoint,
    HostResponse,
    ModerationNote,
    PointsReply,
    ReportSource,
    ReportTheme,
    ReportVersion,
)
from inclusion_app.reviews.models.reviewers import Reviewer, ReviewerAway, ReviewerTie
from inclusion_app.reviews.models.reviews import Review, ReviewChange, StageDeadline
from inclusion_app.reviews.models.visits import SafeguardingPause, TimetableActivity, TimetableMember, VisitOption

__all__ = [
    "AgreementText",
    "AreaJudgement",
    "Assignment",
    "AssignmentConflict",
    "CycleOfficer",
    "Evidence",
    "EvidenceContent",
    "EvidenceFile",
    "FactualPoint",
    "FormText",
    "Framework",
    "FrameworkArea",
    "FrameworkLevel",
    "FrameworkPrompt",
    "HostResponse",
    "MatchingProposal",
    "ModerationNote",
    "Participation",
    "PointsReply",
    "ProposedPlace",
    "ReportSource",
    "ReportTheme",
    "ReportVersion",
    "Review",
    "ReviewChange",
    "ReviewCycle",
    "ReviewForm",
    "ReviewReminder",
    "Reviewer",
    "ReviewerAway",
    "ReviewerTie",
    "SafeguardingPause",
    "SelfReviewAuthor",
    "StageDeadline",
    "TimetableActivity",
    "TimetableMember",
    "VisitOption",
]
