"""Offers that the demonstration has from a neighbour's directory, by the same way as the team's own imports."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.directory.open_data.importing.mapping import Otherwise, guessed
from inclusion_app.directory.open_data.importing.reading import read_offers
from inclusion_app.directory.open_data.importing.services import Fate, OfferFile, import_offers, plan_of
from inclusion_app.foundation.clock import london

SOURCE = "neighbouring county"
FILE = """id,title,provider,description,needs,contact e-mail,website
n-1,Deaf awareness for whole schools,Numbers and Letters,"An afternoon on how to teach so that everybody can follow.",\
Hearing impairment,schools@numbers-and-letters.example,https://www.numbers-and-letters.example
n-2,Reading partners,Numbers and Letters,"Trained volunteers read with pupils twice a week, for two terms.",,\
schools@numbers-and-letters.example,
"""
OTHERWISE = Otherwise(
    kind="training",
    levels=("universal",),
    phases=("primary", "secondary"),
    deliveries=("in-person",),
    how_to_get="Write to the provider.",
    waiting="ask the provider",
)


def import_from_a_neighbour(office: Actor, *, now: datetime) -> None:
    """A small table of two offers, published at once."""
    sheet = read_offers("neighbour.csv", FILE.encode())
    file = OfferFile(sheet=sheet, source=SOURCE, meanings=guessed(sheet.columns), otherwise=OTHERWISE)
    seen = plan_of(file, today=london(now).date()).digest
    import_offers(office, file, seen=seen, fate=Fate.PUBLISH, now=now)
