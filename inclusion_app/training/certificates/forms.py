"""Forms about certificates."""

from wtforms import SearchField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from inclusion_app.foundation.forms import Form


class CheckForm(Form):
    """The code that somebody wants to check. Sent by GET."""

    code = StringField(
        "Code of the certificate",
        [Length(max=100)],
        description="12 letters and numbers, like ABCD-EFGH-JKMN. Hyphens, blanks and capital letters do not matter.",
    )


class CertificateSearchForm(Form):
    """What the team searches by."""

    words = SearchField("Search certificates", [Length(max=200)], description="By code, person, school or course")


class RevokeForm(Form):
    """Why a certificate is revoked."""

    reason = TextAreaField(
        "Why is it revoked?",
        [
            InputRequired("Say why the certificate is revoked"),
            Length(max=500, message="The reason must be 500 characters or fewer"),
        ],
        description="The holder is told the reason. It is not shown to others who check the code.",
    )
