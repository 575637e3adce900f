"""What one room shows of another that it does not know: offers beside courses and actions, courses beside offers."""

from collections.abc import Collection

from inclusion_app.directory.asking.queries.suggesting import offers_beside, offers_in_areas
from inclusion_app.directory.related import RelatedCourse
from inclusion_app.foundation import clock
from inclusion_app.improvement.suggestions import SuggestedOffer
from inclusion_app.schools.models import School
from inclusion_app.training.catalogue.queries.beside import courses_beside
from inclusion_app.training.catalogue.related import RelatedOffer


def offers_for_areas(areas: Collection[str], school: School) -> list[SuggestedOffer]:
    """For an action of a plan: offers that help with its area, the nearest to the school first."""
    found = offers_in_areas(areas, school, today=clock.today())
    return [
        SuggestedOffer(title=one.title, provider=one.provider, about=one.summary, href=f"/directory/{one.slug}")
        for one in found
    ]


def offers_for_course(needs: Collection[str], areas: Collection[str]) -> list[RelatedOffer]:
    """For the page of a course."""
    found = offers_beside(needs, areas, today=clock.today())
    return [
        RelatedOffer(title=one.title, provider=one.provider, about=one.summary, href=f"/directory/{one.slug}")
        for one in found
    ]


def courses_for_offer(needs: Collection[str], areas: Collection[str]) -> list[RelatedCourse]:
    """For the page of an offer."""
    return [
        RelatedCourse(title=one.title, about=one.summary, href=f"/catalogue/{one.slug}")
        for one in courses_beside(needs, areas)
    ]
