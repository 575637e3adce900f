"""What must be true of evidence files in every copy of the database."""

from inclusion_app.foundation.uploads.invariants import file_checks
from inclusion_app.reviews.models import EvidenceContent, EvidenceFile

CHECKS = file_checks("evidence file", EvidenceFile, EvidenceContent)
