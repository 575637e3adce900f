"""The way around, for whoever is looking."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor

FOR_TEAM = (
    (Action.VIEW_RESULTS, "Results", "/team/results"),
    (Action.VIEW_CATALOGUE_ADMIN, "Courses", "/team/courses"),
    (Action.VIEW_CATALOGUE_ADMIN, "Runs", "/team/runs"),
    (Action.VIEW_OFFERS, "Offers", "/team/offers"),
    (Action.VIEW_OFFERS, "Enquiries", "/team/enquiries"),
    (Action.VIEW_REVIEWS, "Cycles", "/team/cycles"),
    (Action.DECIDE_APPLICATIONS, "Applications", "/team/applications"),
    (Action.VIEW_SCHOOLS, "Schools", "/team/schools"),
    (Action.RUN_REVIEWS, "Reviewers", "/team/reviewers"),
    (Action.REVOKE_CERTIFICATES, "Certificates", "/team/certificates"),
    (Action.VIEW_PEOPLE, "People", "/team/people"),
)
"""What each action of the team leads to, in the order in which it is shown."""
REACHED_FROM = (
    ("/team/past-attendance", "/team/runs"),
    ("/team/charges", "/team/runs"),
    ("/team/directory", "/team/offers"),
    ("/team/frameworks", "/team/cycles"),
    ("/team/agreements", "/team/cycles"),
    ("/provider/comments", "/provider/enquiries"),
    ("/provider/hints", "/provider/enquiries"),
    ("/shortlist", "/directory"),
)
RESULTS = re.compile(r"/schools/\d+/results\b")
"""A school's results are reached from those of all schools, or stand beside its reviews."""
SUPPORT = re.compile(r"/schools/\d+/(shortlist|enquiries|support-used)\b")
"""What a school does with offers stands beside them."""


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation; ``current`` marks the part of the service the person is in."""

    text: str
    href: str
    current: bool = False


def entries(actor: Actor, path: str) -> list[Entry]:
    """What this person can go to, the likeliest first."""
    found, where = list(_for(actor)), _reached_from(actor, path)
    # the longest address that the path begins with is where the person is
    here = max((href for _, href in found if _within(where, href)), key=len, default="")
    return [Entry(text, href, href == here) for text, href in found]


def _reached_from(actor: Actor, path: str) -> str:
    """The entry from which a page is reached, where its own address does not say so."""
    for begins, entry in REACHED_FROM:
        if _within(path, begins):
            return entry
    if actor.in_team and _within(path, "/results"):
        return "/team/results"
    if _within(path, "/runs"):
        return "/team/runs" if actor.in_team else "/provider/runs"
    if actor.in_team and _within(path, "/reviews"):
        return "/team/cycles"
    return _part_of_school(actor, path) if path.startswith("/schools/") else path


def _part_of_school(actor: Actor, path: str) -> str:
    if SUPPORT.search(path):
        return "/directory"
    if RESULTS.search(path):
        return "/team/results" if actor.in_team else "/results"
    if actor.in_team:
        return "/team/schools"
    if "/reviews" in path:
        return "/reviews"
    return "/staff-training" if "/training-record" in path else "/school-bookings"


def _for(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.is_signed_in:
        yield "Home", "/"
    yield "Training", "/catalogue"
    yield "Support", "/directory"
    yield from _for_school(actor)
    yield from _for_provider(actor)
    if actor.is_signed_in and not actor.in_team:
        yield "My bookings", "/my-bookings"
        yield "My record", "/my-record"
    if actor.can(Action.REVIEW_SCHOOLS):
        yield "Reviewing", "/reviewing"
    yield from ((text, href) for action, text, href in FOR_TEAM if actor.can(action))


def _for_school(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS):
        yield "School bookings", "/school-bookings"
    if actor.schools_with(Action.VIEW_SCHOOL_RECORD):
        yield "Staff training", "/staff-training"
    if actor.schools_with(Action.VIEW_SCHOOL_RESULTS):
        yield "Results", "/results"
    if not actor.in_team and (actor.can(Action.VIEW_SCHOOL_REVIEW) or actor.can(Action.REVIEW_SCHOOLS)):
        yield "Reviews", "/reviews"


def _for_provider(actor: Actor) -> Iterator[tuple[str, str]]:
    if actor.can(Action.VIEW_PROVIDER_RUNS):
        yield "Our runs" if actor.providers_with(Action.VIEW_PROVIDER_RUNS) else "My runs", "/provider/runs"
    if actor.can(Action.KEEP_OWN_OFFERS):
        yield "Our offers", "/provider/offers"
    if actor.can(Action.ANSWER_SCHOOLS):
        yield "Enquiries", "/provider/enquiries"


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(f"{href}/"))
