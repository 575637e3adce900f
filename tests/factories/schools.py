"""Schools, groups and terms for tests."""

import factory

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping, School, SchoolGrouping, SchoolLink, Term
from inclusion_app.schools.rules.search import search_text
from inclusion_app.schools.states import GroupingKind, Phase, Status


class SchoolFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An open primary school in Kent with a map reference."""

    class Meta:
        model = School
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    urn = factory.Sequence(lambda n: 980_000 + n)
    name = factory.Sequence(lambda n: f"Larkhythe {n} Primary School")
    la_code = "886"
    la_name = "Kent"
    establishment_number = factory.Sequence(lambda n: f"{2000 + n}")
    type_code = "01"
    type_name = "Community school"
    type_group = "Local authority maintained schools"
    status = Status.OPEN
    phase = Phase.PRIMARY
    low_age = 4
    high_age = 11
    pupils = 210
    capacity = 240
    town = "Larkhythe"
    postcode = "ZZ1 1AA"
    easting = 600_000
    northing = factory.Sequence(lambda n: 150_000 + 100 * n)
    search_text = factory.LazyAttribute(lambda o: search_text(o.urn, name=o.name, town=o.town, postcode=o.postcode))


class GroupingFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A district, unless the test names another kind."""

    class Meta:
        model = Grouping
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    kind = GroupingKind.DISTRICT
    code = factory.Sequence(lambda n: f"E0799{n:04}")
    name = factory.Sequence(lambda n: f"District {n}")


class SchoolGroupingFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A school in a group: give ``school`` and ``grouping``."""

    class Meta:
        model = SchoolGrouping
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    kind = factory.LazyAttribute(lambda o: o.grouping.kind)


class SchoolLinkFactory(factory.alchemy.SQLAlchemyModelFactory):
    """``link_urn`` is the successor of ``urn``, unless the test says otherwise."""

    class Meta:
        model = SchoolLink
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    link_type = "Successor"
    link_name = "The other school"


class TermFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A term of the county."""

    class Meta:
        model = Term
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    school_year = 2026
    number = factory.Sequence(lambda n: n + 1)
