"""What changes forms: each act holds the review's row, so that saving, submitting and moving on never cross."""

from inclusion_app.reviews.writing.services.desk import Place
from inclusion_app.reviews.writing.services.evidence import Piece, add_evidence, change_evidence, remove_evidence
from inclusion_app.reviews.writing.services.pasting import Added, add_pieces
from inclusion_app.reviews.writing.services.saving import Answer, Judgement, save_area, save_judgement, save_text
from inclusion_app.reviews.writing.services.submitting import (
    complete_forms_when_all_are_in,
    freeze,
    reopen_form,
    submit_form,
)

__all__ = [
    "Added",
    "Answer",
    "Judgement",
    "Piece",
    "Place",
    "add_evidence",
    "add_pieces",
    "change_evidence",
    "complete_forms_when_all_are_in",
    "freeze",
    "remove_evidence",
    "reopen_form",
    "save_area",
    "save_judgement",
    "save_text",
    "submit_form",
]
