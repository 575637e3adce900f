"""A review of the demonstration after its report: workshop, plan, follow-up, evaluations and close."""

from datetime import date, datetime, time, timedelta
from random import Random

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.demo_data.reviews.improvement_words import ACTIONS, ATTENDED, BETTER, EVIDENCE, LEARNED, PRIORITIES
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.improvement.queries.areas import areas_of
from inclusion_app.improvement.queries.courses import courses_for
from inclusion_app.improvement.queries.people import heads_of, team_of
from inclusion_app.improvement.queries.plans import actions_of, workshop_of
from inclusion_app.improvement.rules.evaluations import Evaluation
from inclusion_app.improvement.rules.follow_ups import Answer, FollowUp
from inclusion_app.improvement.rules.plans import Wording, follow_up_default
from inclusion_app.improvement.rules.workshops import Held, Meeting, Priority
from inclusion_app.improvement.services.actions import add_action
from inclusion_app.improvement.services.evaluating import close_review, give_evaluation
from inclusion_app.improvement.services.follow_ups import record_follow_up
from inclusion_app.improvement.services.progress import mark_progress
from inclusion_app.improvement.services.publishing import agree_plan
from inclusion_app.improvement.services.support import name_courses
from inclusion_app.improvement.services.workshops import plan_workshop, record_workshop
from inclusion_app.improvement.states import Impact, Item, Progress
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import Part
from inclusion_app.schools.queries import terms_of

HEAD, OFFICE = frozenset({Standing.HEAD}), frozenset({Standing.OFFICE})
ACTION_DAYS = 90


def arrange_workshop(review_id: int, *, now: datetime) -> None:
    """Champion or lead sets a day three weeks ahead; at *report final*."""
    actor, standings = _who_runs_it(_review(review_id), now)
    meeting = Meeting(_weekday(_today(now) + timedelta(days=21)), time(15, 30), time(17, 0), "The school’s library")
    plan_workshop(actor, review_id, said=meeting, version=0, standings=standings, now=now)


def hold_workshop(review_id: int, *, now: datetime) -> None:
    """Champion or lead records it; from *report final* to *workshop held*."""
    review, random = _review(review_id), Random(review_id)  # noqa: S311  # invents, hides nothing
    actor, standings = _who_runs_it(review, now)
    known = [code for code in areas_of(review.cycle.framework_id) if code in PRIORITIES]
    chosen = random.sample(known, k=min(3, len(known)))
    agreed = tuple(Priority(area, PRIORITIES[area]) for area in chosen)
    held = Held(_today(now), ATTENDED, agreed)
    record_workshop(actor, review_id, said=held, standings=standings, now=now)


def write_plan(review_id: int, *, now: datetime) -> None:
    """The head turns what was agreed into actions and names training for them; still a draft."""
    review, actor = _review(review_id), _head(review_id, now)
    staff = staff_of(review.school_id, today=_today(now))
    for number, area in enumerate(_agreed_areas(review_id)):
        what, measure = ACTIONS[area]
        said = Wording(
            area=area,
            what=what,
            why=PRIORITIES[area],
            owner_id=staff[number % len(staff)].person.id,
            due_on=_today(now) + timedelta(days=ACTION_DAYS + 14 * number),
            measure=measure,
        )
        action = add_action(actor, review_id, said=said, standings=HEAD, now=now)
        courses = [one.course.id for one in courses_for(action.id, area, now=now)][:2]
        name_courses(actor, review_id, action.id, course_ids=courses, standings=HEAD)


def publish_plan(review_id: int, *, now: datetime) -> None:
    """The head publishes it; from *workshop held* to *plan agreed*."""
    day = follow_up_default(_today(now), terms_of(_review(review_id).school))
    agree_plan(_head(review_id, now), review_id, follow_up_on=day, standings=HEAD, now=now)


def mark_actions(review_id: int, *, now: datetime) -> None:
    """The head says how the first actions go."""
    actor = _head(review_id, now)
    said = ((Progress.DONE, "Begun in January, and part of every week now."), (Progress.UNDER_WAY, ""))
    for action, (progress, note) in zip(list(actions_of(review_id)), said, strict=False):
        mark_progress(actor, action.id, progress=progress, note=note, version=action.version, now=now)


def follow_up(review_id: int, *, now: datetime) -> None:
    """The head records what has become of each action; from *plan agreed* to *followed up*."""
    outcomes = (Impact.DONE, Impact.PART, Impact.NOT)
    answers = {
        action.id: Answer(outcomes[number % 3], EVIDENCE[number % 3])
        for number, action in enumerate(actions_of(review_id))
    }
    said = FollowUp(_today(now), "Fewer pupils leave lessons, and more of them speak in class.", answers, {})
    record_follow_up(_head(review_id, now), review_id, said=said, standings=HEAD, now=now)


def evaluate(review_id: int, *, now: datetime) -> None:
    """Head and reviewers say how the process was; the clock then closes the review."""
    random = Random(review_id)  # noqa: S311  # invents, hides nothing
    whom = [(_head(review_id, now), HEAD)]
    for person, part in team_of(review_id):
        standing = Standing.LEAD if part == Part.LEAD else Standing.REVIEWER
        whom.append((actor_for(person.id, today=_today(now)), frozenset({standing})))
    for actor, standings in whom:
        scores = {item: random.choice((3, 4, 4, 5, 5)) for item in Item}
        said = Evaluation(scores, random.choice(LEARNED), random.choice(BETTER))
        give_evaluation(actor, review_id, said=said, version=0, standings=standings, now=now)


def close(review_id: int, *, now: datetime) -> None:
    """The programme office closes it; from *followed up* to *closed*."""
    reason = "All that is still missing is one evaluation."
    close_review(SYSTEM, review_id, reason=reason, standings=OFFICE, now=now)


def _review(review_id: int) -> Review:
    review = db.session.get_one(Review, review_id)
    db.session.refresh(review, ["cycle", "school"])
    return review


def _today(now: datetime) -> date:
    return london(now).date()


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _head(review_id: int, now: datetime) -> Actor:
    return actor_for(heads_of(_review(review_id).school_id)[0].id, today=_today(now))


def _who_runs_it(review: Review, now: datetime) -> tuple[Actor, frozenset[Standing]]:
    """The champion, or the lead where there is none."""
    if review.champion_id:
        return actor_for(review.champion_id, today=_today(now)), frozenset({Standing.CHAMPION})
    leads = [person for person, part in team_of(review.id) if part == Part.LEAD]
    return actor_for(leads[0].id, today=_today(now)), frozenset({Standing.LEAD})


def _agreed_areas(review_id: int) -> list[str]:
    workshop = workshop_of(review_id)
    return [priority.area for priority in workshop.priorities if priority.area in ACTIONS] if workshop else []
