"""Who may add and remove evidence files; who may have one is decided by ``visible_to``."""

from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import Refusal, not_your_job
from inclusion_app.reviews.models import EvidenceFile
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.rules.standing import Standing

ADDS = (Standing.HEAD, Standing.COORDINATOR, Standing.AUTHOR)


def may_remove(actor: Actor, seen: SeenReview, file: EvidenceFile) -> Refusal | None:
    """Whoever added it, while they write the self-review; the head and the coordinator, any."""
    if seen.is_any_of(Standing.HEAD, Standing.COORDINATOR):
        return None
    if seen.is_any_of(Standing.AUTHOR) and file.added_by_id == actor.person_id:
        return None
    return not_your_job("Only whoever added it, the headteacher and the school's coordinator can remove a file.")
