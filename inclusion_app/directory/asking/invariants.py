"""What must be true of shortlists, enquiries, uses and hints in every copy of the database."""

from sqlalchemy import exists, or_, select

from inclusion_app.directory.asking.models import Enquiry, EnquiryMessage, OfferHint, OfferUse, ShortlistEntry
from inclusion_app.directory.asking.states import OPEN, EnquiryState, Side
from inclusion_app.directory.models import Offer
from inclusion_app.foundation.invariants import Check, rows


def _unpublished() -> list[str]:
    """What was never published cannot be seen, so nobody can have asked for it."""
    found = []
    for table in (ShortlistEntry, Enquiry, OfferUse, OfferHint):
        query = select(table.id).join(Offer, Offer.id == table.offer_id).where(Offer.published_version_id.is_(None))
        found += rows(query.order_by(table.id), f"{table.__tablename__} {{0}} is about an offer never published")
    return found


def _answered() -> list[str]:
    """The provider has said something wherever the state says so, and nothing where it says that nobody has."""
    spoke = exists().where(EnquiryMessage.enquiry_id == Enquiry.id, EnquiryMessage.side == Side.PROVIDER)
    silent = Enquiry.state.in_((EnquiryState.ANSWERED, EnquiryState.ACCEPTED, EnquiryState.CLOSED)) & ~spoke
    query = select(Enquiry.id, Enquiry.state).where(or_(silent, (Enquiry.state == EnquiryState.SENT) & spoke))
    return rows(query.order_by(Enquiry.id), "enquiry {0} is {1}, which its messages do not bear out")


def _twice_open() -> list[str]:
    other = Enquiry.__table__.alias()
    same = (other.c.school_id == Enquiry.school_id) & (other.c.offer_id == Enquiry.offer_id)
    earlier = exists().where(same, other.c.id < Enquiry.id, other.c.state.in_(OPEN))
    query = select(Enquiry.id, Enquiry.school_id).where(Enquiry.state.in_(OPEN), earlier)
    return rows(query.order_by(Enquiry.id), "enquiry {0} of school {1} is open beside another about the same offer")


def _backwards() -> list[str]:
    query = select(Enquiry.id).where(Enquiry.moved_at < Enquiry.sent_at).order_by(Enquiry.id)
    return rows(query, "enquiry {0} moved before it was sent")


CHECKS = (
    Check("directory: what schools and readers speak of has been published", _unpublished),
    Check("directory: the state of an enquiry is what its messages say", _answered),
    Check("directory: a school has one open enquiry about an offer", _twice_open),
    Check("directory: enquiries move forward in time", _backwards),
)
