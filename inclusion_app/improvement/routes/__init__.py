"""The pages of workshops, plans, follow-ups and evaluations."""

from flask import Blueprint

from inclusion_app.improvement.routes.actions import plan_actions
from inclusion_app.improvement.routes.candidates import reviewer_candidates
from inclusion_app.improvement.routes.evaluations import evaluations
from inclusion_app.improvement.routes.follow_ups import follow_ups
from inclusion_app.improvement.routes.owners import own_actions
from inclusion_app.improvement.routes.plans import plans
from inclusion_app.improvement.routes.results import evaluation_results
from inclusion_app.improvement.routes.schools import school_actions
from inclusion_app.improvement.routes.support import action_support
from inclusion_app.improvement.routes.workshops import workshops

BLUEPRINTS: tuple[Blueprint, ...] = (
    workshops,
    plans,
    plan_actions,
    action_support,
    own_actions,
    school_actions,
    follow_ups,
    evaluations,
    evaluation_results,
    reviewer_candidates,
)
