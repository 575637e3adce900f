"""Loading frameworks and agreements from files; a second loading changes nothing, and what is there never changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import transaction
from inclusion_app.reviews.cycles.frameworks.choices import AgreementChoice, FrameworkChoices
from inclusion_app.reviews.cycles.frameworks.files import AGREEMENTS, FrameworkFiles
from inclusion_app.reviews.cycles.frameworks.queries import WHOLE, choices_of
from inclusion_app.reviews.cycles.frameworks.rules import agreement_problem, framework_problems
from inclusion_app.reviews.cycles.frameworks.services.writing import new_framework
from inclusion_app.reviews.models import AgreementText, Framework
from inclusion_app.reviews.states import Preset
from inclusion_app.vocabulary.files import FileWrong
from inclusion_app.vocabulary.loading import Loaded
from inclusion_app.vocabulary.queries import concepts

NEVER_CHANGES = "is published with other words, and what is published never changes. Give the new words a new version"


def load_frameworks(actor: Acting, files: FrameworkFiles, *, now: datetime) -> list[Loaded]:
    """Frameworks, published at once, and agreements, all or nothing; one audit row for each that changed something.

    Raises FileWrong, naming file and entry, for what is wrong or would change a version that is there.
    """
    with transaction():
        return [_load_frameworks(actor, files, now=now), _load_agreements(actor, files.agreements, now=now)]


def _load_frameworks(actor: Acting, files: FrameworkFiles, *, now: datetime) -> Loaded:
    done = Loaded("Frameworks")
    with transaction() as session:
        there = {f.version_number: f for f in session.scalars(select(Framework).options(*WHOLE))}
        for version, said in files.frameworks.items():
            _refuse_wrong(files.names[version], said)
            framework = there.get(version)
            if framework is None:
                framework = new_framework(version, said)
                framework.published_at = now
                session.add(framework)
                done.new += 1
            elif choices_of(framework) == said:
                done.unchanged += 1
            else:
                raise FileWrong(f"{files.names[version]}: version {version} {NEVER_CHANGES}.")
        session.flush()
        if done.did_something:
            audit.record(actor, "load_frameworks", ("framework", "all"), detail=done.detail)
    return done


def _refuse_wrong(name: str, said: FrameworkChoices) -> None:
    areas = [concept.code for concept in concepts("framework-area")]
    commitments = [concept.code for concept in concepts("commitment")]
    for place, sentence in framework_problems(said, areas=areas, commitments=commitments):
        raise FileWrong(f"{name}, {place}: {sentence}.")


def _load_agreements(actor: Acting, entries: Sequence[AgreementChoice], *, now: datetime) -> Loaded:
    done = Loaded("Agreements")
    with transaction() as session:
        there = {(a.preset, a.version_number): a for a in session.scalars(select(AgreementText))}
        for entry in entries:
            where = f"{AGREEMENTS}, {entry.preset} {entry.version_number}"
            if entry.preset not in set(Preset):
                raise FileWrong(f"{where}: there is no such preset.")
            if problem := agreement_problem(entry.text):
                raise FileWrong(f"{where}: {problem}.")
            known = there.get((entry.preset, entry.version_number))
            if known is None:
                session.add(AgreementText(**vars(entry), created_at=now))
                done.new += 1
            elif known.text == entry.text:
                done.unchanged += 1
            else:
                raise FileWrong(f"{where}: it {NEVER_CHANGES}.")
        session.flush()
        if done.did_something:
            audit.record(actor, "load_agreements", ("agreement_text", "all"), detail=done.detail)
    return done
