"""The vocabulary of offers as taxonomies of open data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inclusion_app.directory.open_data.ids import taxonomy_id, term_id
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import all_concepts

TAXONOMIES = {
    "need": ("Areas of need", "What a pupil may need help with, by the four broad areas and finer ones below them."),
    "graduated-level": ("Levels of the graduated approach", "How much more than the usual a kind of support is."),
    "phase": ("Phases of education", "The phases of the schools that an offer is for."),
    "offer-kind": ("Kinds of offers", "What kind of support an offer is."),
    "delivery": ("Ways of giving an offer", "Whether people meet in one place or join by a link."),
    "offer-cost": ("What offers cost", "Whether a school pays, somebody else does, or nobody."),
    "framework-area": ("Areas of the review framework", "The areas that peer reviews look at."),
}
"""Name and description of each, by the scheme behind it."""
Term = tuple[str, str]
"""Scheme and code."""


@dataclass(frozen=True)
class Vocabulary:
    """Every term of those schemes, found by what it is and by its id."""

    terms: dict[Term, Concept]
    by_id: dict[str, Term]

    def documents(self) -> Iterator[dict[str, Any]]:
        """Every term that is not retired."""
        return (self.document(term) for term, concept in self.terms.items() if not concept.retired)

    def document(self, term: Term) -> dict[str, Any]:
        """One term as open data gives it. Raises KeyError for one there is not."""
        concept, (scheme, code) = self.terms[term], term
        broader = next((c.code for c in self.terms.values() if c.id == concept.broader_id), None)
        said = {
            "id": term_id(scheme, code),
            "name": concept.label,
            "description": concept.definition or concept.label,
            "taxonomy": TAXONOMIES[scheme][0],
            "taxonomy_id": taxonomy_id(scheme),
            "term": code,
        }
        return said | ({"parent_id": term_id(scheme, broader)} if broader else {})


def vocabulary() -> Vocabulary:
    """As it stands now."""
    terms = {(c.scheme, c.code): c for c in all_concepts() if c.scheme in TAXONOMIES}
    return Vocabulary(terms, {term_id(*term): term for term in terms})


def taxonomy_documents() -> list[dict[str, Any]]:
    """Every taxonomy as open data gives it."""
    return [
        {"id": taxonomy_id(scheme), "name": name, "description": description}
        for scheme, (name, description) in TAXONOMIES.items()
    ]
