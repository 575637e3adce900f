"""What must be true of results: no figure is kept that the facts do not give."""

from inclusion_app.foundation.invariants import Check
from inclusion_app.foundation.summaries import differences

CHECKS = (Check("results: every summary says what the facts say", differences),)
