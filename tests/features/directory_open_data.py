"""Open data of the offers of the world, and a file of one offer to bring in."""

from io import BytesIO
from typing import Any

from inclusion_app.directory.models import Offer, OfferImport, OfferSource
from inclusion_app.directory.open_data.ids import derived, organization_id, taxonomy_id, term_id
from inclusion_app.directory.open_data.importing.mapping import Otherwise, guessed
from inclusion_app.directory.open_data.importing.reading import read_offers
from inclusion_app.directory.open_data.importing.services import OfferFile, plan_of
from inclusion_app.foundation import clock
from inclusion_app.foundation.carrying import packed
from inclusion_app.foundation.database import db
from tests.matrix.bodies import HowTo
from tests.matrix.world import World

FILE = (
    b"id,title,provider,description,kind,levels,phases,ways of giving it,how to get it,waiting,contact e-mail\r\n"
    b"1,Calm rooms,Acorn,What it is,outreach,targeted,primary,in-person,Write,none,a@acorn.example\r\n"
)
SOURCE = "acorn"
PUBLIC = {
    name: f"00000000-0000-4000-8000-00000000000{number}"
    for number, name in enumerate(("offer", "offer_hidden", "offer_draft", "offer_archived"))
}
NOWHERE = "00000000-0000-4000-8000-0000000000ff"
LOCATION = derived("location", "The hall", "", "Maidstone", "ME14 1XX")


def build(world: World) -> None:
    """Offers of the directory get names that addresses can be written with."""
    for name, public_id in PUBLIC.items():
        db.session.get_one(Offer, world[name]).public_id = public_id
    db.session.flush()


def grow(world: World, number: int) -> None:
    """One more file was taken over, from a directory of its own."""
    done = OfferImport(
        source=f"list {number}", file_name="f.csv", sha256="0" * 64, made=1, changed=0, unchanged=0, published=False,
        imported_at=world.now, imported_by_id=world["manager"],
    )  # fmt: skip
    came = OfferSource(source=f"list {number}", source_id="1", offer_id=world["offer"], sha256="0" * 64)
    came.taken_at = world.now
    db.session.add_all([done, came])


def _mapped(_world: World, _thing: str) -> dict[str, Any]:
    """The file as its preview carries it, with the digest of what was seen."""
    sheet = read_offers("offers.csv", FILE)
    meanings = guessed(sheet.columns)
    file = OfferFile(sheet=sheet, source=SOURCE, meanings=meanings, otherwise=Otherwise())
    seen = plan_of(file, today=clock.today()).digest
    columns = {f"column-{number}": meaning for number, meaning in enumerate(meanings.values())}
    return {"packed": packed(FILE), "name": "offers.csv", "source": SOURCE, "seen": seen, "cost_kind": "free"} | columns


def _file(_world: World, _thing: str) -> dict[str, Any]:
    return {"file": (BytesIO(FILE), "offers.csv"), "source": SOURCE}


HOW_TO = {
    "offer_import.upload": HowTo(_file),
    "offer_import.look": HowTo(_mapped),
    "offer_import.take": HowTo(_mapped),
}
WORDS = {
    "open_data.service ref": {
        "A": PUBLIC["offer"],
        "hidden": PUBLIC["offer_hidden"],
        "draft": PUBLIC["offer_draft"],
        "archived": PUBLIC["offer_archived"],
        "missing": NOWHERE,
    },
    "open_data.organization ref": {"A": organization_id("provider-p", la_code="886"), "missing": NOWHERE},
    "open_data.location ref": {"A": LOCATION, "missing": NOWHERE},
    "open_data.service_at_location ref": {
        "A": derived("service-at-location", PUBLIC["offer"], LOCATION),
        "missing": NOWHERE,
    },
    "open_data.taxonomy ref": {"A": taxonomy_id("need"), "missing": NOWHERE},
    "open_data.taxonomy_term ref": {"A": term_id("need", "autism"), "missing": NOWHERE},
}
VISITED = {
    "open_files.show": ("/directory/open-data", ("anonymous",)),
    "offer_import.show": ("/team/directory/import", ("team-manager", "team-adviser")),
}
A_DOCUMENT = "a document for programs"
NO_PAGES = {
    **{
        f"open_data.{name}": A_DOCUMENT
        for name in (
            "base", "description", "services", "service", "organizations", "organization", "locations", "location",
            "service_at_locations", "service_at_location", "taxonomies", "taxonomy", "taxonomy_terms", "taxonomy_term",
        )
    },
    "open_files.table": "a table",
    "open_files.atom": "a feed",
    "open_files.json_feed": "a feed",
    "open_files.snippet": "a piece of a page, for other sites",
    "offer_import.template": "a table",
    "pages.robots": "a text for search engines",
    "pages.site_map": "a list for search engines",
}  # fmt: skip
