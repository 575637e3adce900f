"""Everything a signed-in person can be allowed to do."""

from enum import StrEnum


class Action(StrEnum):
    """One kind of thing to do; routes name the one they need, grants give them to roles."""

    # For everybody with an account
    USE_ACCOUNT = "use own account"
    VIEW_OWN_BOOKINGS = "view own bookings"
    ASK_FOR_PLACE = "ask for a place on a course, apply for one, or say one is interested"
    KEEP_OWN_RECORD = "see and add to the own learning record"
    KEEP_OWN_ACTIONS = "see the actions one owns, and say how they go"
    # For a school
    VIEW_SCHOOL_BOOKINGS = "view the school's bookings"
    BOOK_TRAINING = "book training for the school's staff"
    DECIDE_REQUESTS = "approve or decline what staff of the school ask for"
    VIEW_SCHOOL_RECORD = "see who at the school holds what"
    MANAGE_STAFF_LIST = "keep the school's staff list"
    MANAGE_SCHOOL_ACCOUNTS = "give people of the school access"
    VIEW_SCHOOL_REVIEW = "take part in the school's reviews"
    LEAD_SCHOOL_REVIEW = "enrol the school in a cycle of reviews and sign for it"
    ASK_FOR_SUPPORT = "keep the school's shortlist of offers, ask their providers, and say what has helped"
    # For peer reviewers
    REVIEW_SCHOOLS = "review the schools one is assigned to"
    # For a provider
    VIEW_PROVIDER_RUNS = "view own runs and who is booked"
    KEEP_REGISTER = "take attendance on own runs"
    WRITE_TO_ATTENDEES = "write to those on own runs"
    KEEP_MATERIALS = "give materials to those on own runs"
    VIEW_FEEDBACK = "see what feedback says of own runs"
    NAME_FACILITATORS = "say who facilitates a run"
    KEEP_OWN_OFFERS = "keep the provider's own offers in the directory true"
    ANSWER_SCHOOLS = "answer what schools and the public ask and say of the provider's own offers"
    # For the inclusion team
    VIEW_SCHOOLS = "view all schools"
    VIEW_CATALOGUE_ADMIN = "view courses and runs with their bookings"
    EDIT_CATALOGUE = "edit courses and runs"
    CANCEL_ANY_BOOKING = "cancel a booking for a school"
    DECIDE_APPLICATIONS = "decide on applications for a place"
    VIEW_CHARGES = "see and export charges"
    WAIVE_CHARGES = "waive a charge"
    CHANGE_LOCKED_REGISTER = "change attendance after the register is locked"
    REVOKE_CERTIFICATES = "revoke a certificate"
    IMPORT_ATTENDANCE = "bring in past attendance"
    VIEW_REVIEWS = "see the stages and dates of all reviews"
    RUN_REVIEWS = "run the programme of reviews: cycles, matching, deadlines, chasing"
    PUBLISH_FRAMEWORK = "publish a version of the review framework or of an agreement"
    VIEW_OFFERS = "see all offers of the directory, whatever their state"
    EDIT_OFFERS = "edit, approve and archive offers of the directory"
    IMPORT_OFFERS = "bring offers of the directory in from a file"
    PUBLISH_IMPORTED = "publish offers from a file at once, without looking at each"
    RETRY_MESSAGES = "send a message again that could not be delivered"
    VIEW_PEOPLE = "view people and their roles"
    MANAGE_PEOPLE = "invite people and change their roles"
    VIEW_AUDIT = "read the audit trail"
    VIEW_OUTBOX = "see which messages went out"
