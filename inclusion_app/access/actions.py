"""Everything a signed-in person can be allowed to do."""

from enum import StrEnum


class Action(StrEnum):
    """One kind of thing to do; routes name the one they need, grants give them to roles."""

    # For everybody with an account
    USE_ACCOUNT = "use own account"
    VIEW_OWN_BOOKINGS = "view own bookings"
    # For a school
    VIEW_SCHOOL_BOOKINGS = "view the school's bookings"
    BOOK_TRAINING = "book training for the school's staff"
    MANAGE_STAFF_LIST = "keep the school's staff list"
    MANAGE_SCHOOL_ACCOUNTS = "give people of the school access"
    # For a provider
    VIEW_PROVIDER_RUNS = "view own runs and who is booked"
    # For the inclusion team
    VIEW_SCHOOLS = "view all schools"
    VIEW_CATALOGUE_ADMIN = "view courses and runs with their bookings"
    EDIT_CATALOGUE = "edit courses and runs"
    CANCEL_ANY_BOOKING = "cancel a booking for a school"
    VIEW_PEOPLE = "view people and their roles"
    MANAGE_PEOPLE = "invite people and change their roles"
    VIEW_AUDIT = "read the audit trail"
    VIEW_OUTBOX = "see which messages went out"
