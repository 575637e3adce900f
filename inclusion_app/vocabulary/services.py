"""Loading the vocabulary."""

from collections.abc import Sequence

from sqlalchemy import select

from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.vocabulary.files import Scheme, Term
from inclusion_app.vocabulary.loading import Loaded
from inclusion_app.vocabulary.models import Concept


def load_vocabulary(actor: audit.Acting, schemes: Sequence[Scheme]) -> Loaded:
    """Bring the terms to what the files say. A term no longer in its file is retired, and stays on what carries it.

    A second loading of the same files changes nothing. One audit row when something changed.
    """
    done = Loaded("Vocabulary")
    with transaction() as session:
        there = {(c.scheme, c.code): c for c in session.scalars(select(Concept))}
        for scheme in schemes:
            _load_scheme(scheme, there, done)
            session.add_all(there.values())
            session.flush()
            _place_under_broader(scheme, there)
            _retire(scheme, there, done)
        if done.did_something:
            audit.record(actor, "load_vocabulary", ("concept", "all"), detail=done.detail)
    return done


def _load_scheme(scheme: Scheme, there: dict[tuple[str, str], Concept], done: Loaded) -> None:
    for position, term in enumerate(scheme.terms, start=1):
        concept = there.get((scheme.code, term.code))
        if concept is None:
            there[scheme.code, term.code] = _new(scheme, term, position)
            done.new += 1
        elif _says(concept, _broader_code(concept, there)) == _wanted(term, position):
            done.unchanged += 1
        else:
            concept.label, concept.definition = term.label, term.definition
            concept.aliases, concept.position, concept.retired = list(term.aliases), position, False
            done.changed += 1


def _new(scheme: Scheme, term: Term, position: int) -> Concept:
    return Concept(
        scheme=scheme.code,
        code=term.code,
        label=term.label,
        definition=term.definition,
        aliases=list(term.aliases),
        position=position,
        retired=False,
    )


def _says(concept: Concept, broader: str) -> tuple[object, ...]:
    return (concept.label, concept.definition, concept.aliases, concept.position, broader, concept.retired)


def _wanted(term: Term, position: int) -> tuple[object, ...]:
    return (term.label, term.definition, list(term.aliases), position, term.broader, False)


def _broader_code(concept: Concept, there: dict[tuple[str, str], Concept]) -> str:
    if concept.broader_id is None:
        return ""
    return next(c.code for c in there.values() if c.id == concept.broader_id)


def _place_under_broader(scheme: Scheme, there: dict[tuple[str, str], Concept]) -> None:
    for term in scheme.terms:
        broader = there[scheme.code, term.broader].id if term.broader else None
        if there[scheme.code, term.code].broader_id != broader:
            there[scheme.code, term.code].broader_id = broader


def _retire(scheme: Scheme, there: dict[tuple[str, str], Concept], done: Loaded) -> None:
    named = {term.code for term in scheme.terms}
    for concept in there.values():
        if concept.scheme == scheme.code and concept.code not in named and not concept.retired:
            concept.retired = True
            done.retired += 1
