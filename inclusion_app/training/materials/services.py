"""Give a file to those on a run, and take it back."""

from datetime import datetime

from sqlalchemy import delete

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.uploads import File
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.materials.queries import room_taken
from inclusion_app.training.materials.rules import room_problem, title_problem
from inclusion_app.training.models import MaterialContent, RunMaterial


def add_material(actor: Actor, run_id: int, *, title: str, file: File, now: datetime) -> RunMaterial:
    """Keep the file with its row, both or neither. Raises RuleBroken, LookupError."""
    if problem := title_problem(title):
        raise RuleBroken("title", problem)
    with transaction() as session:
        locked_run(run_id)  # two files at once must not share the last room
        number, altogether = room_taken(run_id)
        if problem := room_problem(size=len(file.data), number=number, altogether=altogether):
            raise RuleBroken("file", problem)
        material = RunMaterial(
            run_id=run_id,
            title=" ".join(title.split()),
            file_name=file.name,
            content_type=file.content_type,
            size_bytes=len(file.data),
            sha256=file.sha256,
            added_at=now,
            added_by_id=actor.person_id,
            content=MaterialContent(data=file.data),
        )
        session.add(material)
        audit.record(actor, "add_material", material, detail={"run": run_id, "bytes": len(file.data)})
    return material


def remove_material(actor: Actor, material_id: int) -> None:
    """Take the file and its content away. Raises LookupError when it is gone already."""
    with transaction() as session:
        material = session.get(RunMaterial, material_id, with_for_update=True)
        if material is None:
            raise LookupError(f"There is no material {material_id}.")
        audit.record(actor, "remove_material", material, detail={"run": material.run_id})
        session.execute(delete(MaterialContent).where(MaterialContent.material_id == material_id))
        session.execute(delete(RunMaterial).where(RunMaterial.id == material_id))
