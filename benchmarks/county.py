"""A county of the demonstration's size: 600 schools that each want to book, 25 courses with six runs each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from benchmarks.stores import Place
from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run
from tests.factories.accounts import somebody
from tests.factories.providers import ProviderFactory
from tests.factories.training import CourseFactory, RunFactory
from tests.factories.vocabulary import ConceptFactory
from tests.races.county import Booker, County, new_county
from tests.support.crowd import SignedIn, signed_in

SCHOOLS, COURSES, RUNS_OF_A_COURSE, PROVIDERS = 600, 25, 6, 10


@dataclass(frozen=True)
class Filled:
    """The county with its catalogue; each booker has one person in the basket, four bookers on each run."""

    county: County
    runs: Sequence[int]
    provider_member: SignedIn

    def run_of(self, booker: Booker) -> int:
        """Where that booker's colleague is to go."""
        return self.runs[self.county.bookers.index(booker) % len(self.runs)]


@contextmanager
def filled_county(place: Place, name: str) -> Iterator[Filled]:
    """A filled county, used in the block in an app's context of its own."""
    with new_county(place.store, place.folder / "app", name=name, schools=SCHOOLS) as county:
        provider_id = _make_catalogue()
        runs = list(db.session.scalars(select(Run.id).order_by(Run.id)))
        for number, run_id in enumerate(runs):
            county.fill_baskets(run_id, county.bookers[number :: len(runs)])
        member = somebody(Role.PROVIDER_MEMBER, provider_id=provider_id)
        db.session.remove()
        yield Filled(county, runs, signed_in(county.app, member.id))


def _make_catalogue() -> int:
    strands = [ConceptFactory(scheme="strand", label=f"Strand {number}") for number in range(3)]
    tags = [ConceptFactory(scheme=scheme) for scheme in ("phase", "need", "framework-area") for _ in range(4)]
    providers = [ProviderFactory() for _ in range(PROVIDERS)]
    provider_ids = [provider.id for provider in providers]
    for number in range(COURSES):
        course = CourseFactory(
            strand=strands[number % 3], provider=providers[number % PROVIDERS], concepts=tags[number % 4 :: 4]
        )
        for run in range(RUNS_OF_A_COURSE):
            day = clock.today() + timedelta(days=10 + number + 20 * run)
            RunFactory(course=course, day=day, opens_at=clock.now() - timedelta(days=1))
    return int(provider_ids[0])
