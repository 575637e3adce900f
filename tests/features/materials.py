"""Files of runs: one on the run that both schools are on, and one on the run of the other provider."""

from typing import Any

from inclusion_app.foundation.database import db
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.training.models import MaterialContent, RunMaterial
from tests.factories.files import PDF, ChosenFile
from tests.matrix.bodies import HowTo
from tests.matrix.world import World, _add


def build(world: World) -> None:
    """The same file twice."""
    file = file_to_keep("slides.pdf", PDF)
    for name, run in (("material_p", "run"), ("material_q", "run_q")):
        material = RunMaterial(run_id=world[run], title="Slides", file_name=file.name, content_type=file.content_type)
        material.size_bytes, material.sha256, material.added_at = len(file.data), file.sha256, world.now
        _add(world, name, material)
        db.session.add(MaterialContent(material_id=material.id, data=file.data))


def grow(world: World, number: int) -> None:
    """One more file of the run that both schools are on."""
    material = RunMaterial(run_id=world["run"], title=f"Handout {number}", file_name="a.pdf", size_bytes=1)
    material.content_type, material.sha256, material.added_at = "application/pdf", "0" * 64, world.now
    material.content = MaterialContent(data=b"x")
    db.session.add(material)


def _filled_in(_world: World, _thing: str) -> dict[str, Any]:
    return {"title": "Handout", "file": ChosenFile(PDF, "handout.pdf")}


HOW_TO = {"materials.add": HowTo(_filled_in), "materials.remove": HowTo()}
_RUNS = {"A": "run", "B": "run_q", "crossed": "run"}
_FILES = {"A": "material_p", "B": "material_q", "crossed": "material_q"}
ROWS = {
    "materials.ask_remove run_id": _RUNS,
    "materials.remove run_id": _RUNS,
    "material_id": _FILES,
}
VISITED = {
    "materials.listed": ("/runs/{run}/materials", ("provider-member", "team-adviser")),
    "materials.ask_remove": ("/runs/{material_run}/materials/{material}/remove", ("team-adviser",)),
}
NO_PAGES = {"materials.fetch": "a file"}
NAMES = {"materials": "SELECT id AS material, run_id AS material_run FROM run_material ORDER BY id LIMIT 1"}
