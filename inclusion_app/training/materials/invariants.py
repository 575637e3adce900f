"""What must be true of files in every copy of the database."""

from inclusion_app.foundation.uploads.invariants import file_checks
from inclusion_app.training.models import MaterialContent, RunMaterial

CHECKS = file_checks("material", RunMaterial, MaterialContent)
