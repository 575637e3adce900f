"""Forms of accounts."""

from wtforms import (
    DateField,
    EmailField,
    PasswordField,
    SearchField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import DataRequired, Email, Length, Optional

from inclusion_app.access.roles import PROVIDER_ROLES, SCHOOL_ROLES, Role
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.foundation.forms import Form

EMAIL_WRONG = "Enter an e-mail address in the correct format, like name@school.example"


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        "E-mail address", [DataRequired("Enter your e-mail address")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password", [DataRequired("Enter your password")], render_kw={"autocomplete": "current-password"}
    )


class ForgottenForm(Form):
    """Where to send the link."""

    email = EmailField(
        "E-mail address",
        [DataRequired("Enter your e-mail address"), Email(EMAIL_WRONG)],
        render_kw={"autocomplete": "username"},
    )


class NewPasswordForm(Form):
    """A password to choose."""

    new_password = PasswordField(
        "New password",
        [DataRequired("Enter a new password")],
        description="12 characters or more. Three or four words that do not belong together do well.",
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, by somebody who knows the present one."""

    password = PasswordField(
        "Present password",
        [DataRequired("Enter your present password")],
        render_kw={"autocomplete": "current-password"},
    )


class DetailsForm(Form):
    """One's own name and job title."""

    name = StringField("Full name", [DataRequired("Enter a name"), Length(max=200)], render_kw={"autocomplete": "name"})
    job_title = StringField("Job title", [Length(max=200)], render_kw={"autocomplete": "organization-title"})


class PersonForm(Form):
    """Somebody new."""

    name = StringField("Full name", [DataRequired("Enter a name"), Length(max=200)])
    email = EmailField("Work e-mail address", [DataRequired("Enter an e-mail address"), Email(EMAIL_WRONG)])
    job_title = StringField("Job title (optional)", [Length(max=200)])


class PasteForm(Form):
    """A list of people, pasted."""

    people = TextAreaField(
        "Names and e-mail addresses",
        [DataRequired("Paste at least one name and e-mail address"), Length(max=40_000)],
        description="One person a line: name, comma, e-mail address, and a job title if you like. "
        "For example: Sam Reed, sam.reed@school.example, Class teacher",
    )


class SchoolRoleForm(PersonForm):
    """Access for somebody at a school."""

    role = SelectField("Role", choices=[SelectChoice(role, role.label) for role in Role if role in SCHOOL_ROLES])


class RoleForm(Form):
    """A role for a person, with the school or provider it is held at."""

    role = SelectField("Role", choices=[SelectChoice(role, role.label) for role in Role])
    urn = StringField("School's URN", [Optional(), Length(max=10)], description="For a role at a school")
    provider = SelectField("Provider", choices=[SelectChoice("", "None")], validate_choice=False)

    def place_problem(self) -> tuple[str, str] | None:
        """What is missing for the role chosen, as (field, sentence)."""
        if self.role.data in SCHOOL_ROLES and not (self.urn.data or "").strip().isdecimal():
            return "urn", "Enter the school's URN, which is a number"
        if self.role.data in PROVIDER_ROLES and not self.provider.data:
            return "provider", "Choose the provider"
        return None


class PeopleSearchForm(Form):
    """Words and a role to find people by."""

    class Meta:
        csrf = False

    words = SearchField("Name, e-mail address or school")
    role = SelectField(
        "Role", choices=[SelectChoice("", "Any role"), *(SelectChoice(role, role.label) for role in Role)]
    )


class AuditSearchForm(Form):
    """What to look for on the audit trail."""

    class Meta:
        csrf = False

    act = SearchField("Act")
    person = SearchField("Who did it")
    day = DateField("Day", [Optional()])


class Nothing(Form):
    """A button alone."""


class PreferencesForm(Form):
    """Which groups of messages are wanted."""

    groups = SelectMultipleField("Send me", choices=[SelectChoice(group.value, group.label) for group in MessageGroup])
