"""The pages of cycles."""

from flask import Blueprint

from inclusion_app.reviews.cycles.routes.agreements import agreements
from inclusion_app.reviews.cycles.routes.board import board
from inclusion_app.reviews.cycles.routes.cycles import cycles
from inclusion_app.reviews.cycles.routes.enrolment import enrolment
from inclusion_app.reviews.cycles.routes.frameworks import frameworks
from inclusion_app.reviews.cycles.routes.invitations import invitations
from inclusion_app.reviews.cycles.routes.managing import managing
from inclusion_app.reviews.cycles.routes.owed import owed

BLUEPRINTS: tuple[Blueprint, ...] = (
    owed,
    frameworks,
    agreements,
    cycles,
    invitations,
    enrolment,
    board,
    managing,
)
