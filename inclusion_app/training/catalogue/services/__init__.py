"""Everything that changes the catalogue."""

from inclusion_app.training.catalogue.services.courses import (
    archive_course,
    create_course,
    publish_course,
    save_course,
)
from inclusion_app.training.catalogue.services.loading import (
    Edited,
    load_catalogue,
    load_courses,
    load_providers,
)
from inclusion_app.training.catalogue.services.run_states import cancel_run, close_run, open_run
from inclusion_app.training.catalogue.services.runs import create_run, save_run

__all__ = [
    "Edited",
    "archive_course",
    "cancel_run",
    "close_run",
    "create_course",
    "create_run",
    "load_catalogue",
    "load_courses",
    "load_providers",
    "open_run",
    "publish_course",
    "save_course",
    "save_run",
]
