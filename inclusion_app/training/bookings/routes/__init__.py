"""The pages of booking."""

from inclusion_app.training.bookings.routes.baskets import baskets
from inclusion_app.training.bookings.routes.moved import moved
from inclusion_app.training.bookings.routes.my_bookings import my_bookings
from inclusion_app.training.bookings.routes.offers import offers
from inclusion_app.training.bookings.routes.run_lists import provider_runs, run_bookings
from inclusion_app.training.bookings.routes.school_bookings import school_bookings
from inclusion_app.training.bookings.routes.substitutes import substitutes
from inclusion_app.training.bookings.routes.waiting_lists import waiting_lists

BLUEPRINTS = (
    baskets,
    school_bookings,
    my_bookings,
    moved,
    offers,
    substitutes,
    waiting_lists,
    provider_runs,
    run_bookings,
)

__all__ = ["BLUEPRINTS"]
