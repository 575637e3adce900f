"""What would be frozen if a form were submitted at this moment."""

from typing import Any

from inclusion_app.reviews.models import Evidence, Review
from inclusion_app.reviews.states import FormKind
from inclusion_app.reviews.writing.queries.contents import Contents
from inclusion_app.reviews.writing.rules.questions import Area, Questions


def snapshot_of(review: Review, questions: Questions, contents: Contents, kind: FormKind) -> dict[str, Any]:
    """The whole form as values, with the questions as they were put. The review comes with cycle and school."""
    author = contents.form.author if contents.form else None
    return {
        "kind": str(kind),
        "school": review.school.name,
        "urn": review.school.urn,
        "cycle": review.cycle.name,
        "framework": questions.version,
        "author": author.name if author else "",
        "areas": [_area(area, contents, kind) for area in questions.areas],
    }


def _area(area: Area, contents: Contents, kind: FormKind) -> dict[str, Any]:
    judged = contents.judged(area.code)
    return {
        "code": area.code,
        "number": area.number,
        "title": area.title,
        "texts": [
            {"field": name, "title": area.title_of(name), "text": contents.text(area.code, name).text}
            for name in area.fields(kind)
        ],
        "rating": judged.rating,
        "confidence": judged.confidence,
        "shared": judged.shared,
        "evidence": [_piece(piece) for piece in contents.pieces(area.code)],
    }


def _piece(piece: Evidence) -> dict[str, Any]:
    return {
        "kind": piece.kind,
        "people": piece.people,
        "with_whom": piece.with_whom,
        "alongside": piece.alongside,
        "seen": piece.seen,
    }
