"""Shortlists, enquiries, uses and hints for tests, written straight into the database."""

from datetime import timedelta

import factory

from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage, OfferHint, OfferUse, ShortlistEntry
from inclusion_app.directory.asking.states import EnquiryState, Helped, Side, Topic
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from tests.factories.schools import SchoolFactory


class ShortlistEntryFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A line of a shortlist: give ``offer_id``."""

    class Meta:
        model = ShortlistEntry
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    school_id = factory.LazyFunction(lambda: SchoolFactory().id)
    added_at = factory.LazyFunction(clock.now)


class EnquiryFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An enquiry that waits for an answer: give ``offer_id``."""

    class Meta:
        model = Enquiry
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    school_id = factory.LazyFunction(lambda: SchoolFactory().id)
    state = EnquiryState.SENT
    needed = "Mornings are hard in Year 2."
    contact_name = "Robin Hale"
    contact_email = "office@school.example"
    sent_at = factory.LazyFunction(clock.now)
    moved_at = factory.LazyAttribute(lambda o: o.sent_at)


class EnquiryMessageFactory(factory.alchemy.SQLAlchemyModelFactory):
    """The provider's words: give ``enquiry_id``."""

    class Meta:
        model = EnquiryMessage
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    side = Side.PROVIDER
    text = "We can come in May."
    written_at = factory.LazyFunction(clock.now)


class OfferUseFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A use of a week ago that helped, without a comment: give ``offer_id``."""

    class Meta:
        model = OfferUse
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    school_id = factory.LazyFunction(lambda: SchoolFactory().id)
    used_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=7))
    helped = Helped.YES
    comment = ""
    answer = ""
    said_at = factory.LazyFunction(clock.now)


class OfferHintFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An open hint: give ``offer_id``."""

    class Meta:
        model = OfferHint
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    topic = Topic.CONTACT
    text = "The number is dead."
    told_at = factory.LazyFunction(clock.now)
