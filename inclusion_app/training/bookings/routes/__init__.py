"""The pages of booking."""

from inclusion_app.training.bookings.routes.baskets import baskets
from inclusion_app.training.bookings.routes.my_bookings import my_bookings
from inclusion_app.training.bookings.routes.run_lists import provider_runs, run_bookings
from inclusion_app.training.bookings.routes.school_bookings import school_bookings

BLUEPRINTS = (baskets, school_bookings, my_bookings, provider_runs, run_bookings)

__all__ = ["BLUEPRINTS"]
