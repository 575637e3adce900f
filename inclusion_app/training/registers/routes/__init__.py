"""The pages of registers."""

from inclusion_app.training.registers.routes.check_in import check_in
from inclusion_app.training.registers.routes.on_the_day import on_the_day
from inclusion_app.training.registers.routes.taking import registers

BLUEPRINTS = (registers, on_the_day, check_in)

__all__ = ["BLUEPRINTS"]
