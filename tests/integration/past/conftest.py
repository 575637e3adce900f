"""A manager, a course and a school to bring past attendance in for."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from inclusion_app.access.roles import Role
from inclusion_app.schools.models import School
from inclusion_app.training.models import Course
from tests.factories.schools import SchoolFactory
from tests.factories.training import CourseFactory
from tests.integration.catalogue.conftest import adviser, visitor
from tests.support.visitor import Visitor

__all__ = ["adviser"]
HEADINGS = "course,date,urn,name,email,outcome"
Lines = Callable[..., bytes]


@pytest.fixture
def manager(app: Flask, database: SQLAlchemy) -> Visitor:
    """Of the inclusion team: brings past attendance in."""
    return visitor(app, Role.TEAM_MANAGER)


@pytest.fixture
def course(database: SQLAlchemy) -> Course:
    return CourseFactory(title="Nurture in practice", slug="nurture", valid_for_months=24, provider__name="Us & Co")


@pytest.fixture
def school(database: SQLAlchemy) -> School:
    return SchoolFactory(urn=118001)


def file_of(*lines: str, headings: str = HEADINGS) -> bytes:
    """A file with these lines."""
    return "\r\n".join([headings, *lines, ""]).encode()
