"""Forms of what is out of date."""

from typing import Any

from wtforms import RadioField

from inclusion_app.directory.asking.choices import HintChoices
from inclusion_app.directory.asking.states import Outcome, Topic
from inclusion_app.foundation.fields import LineField, TextField, offered
from inclusion_app.foundation.forms import Form


class HintForm(Form):
    """What somebody has found out of date."""

    topic = RadioField("What is out of date?", choices=[], validate_choice=False)
    text = TextField("Tell us more", description="Do not write anything about a child or about yourself.")
    email = LineField(
        "Your e-mail address (optional)",
        description="Only for telling you what came of it. It is deleted as soon as the provider has answered.",
        render_kw={"autocomplete": "email"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic.choices = offered((topic.value, topic.label) for topic in Topic)

    def said(self) -> HintChoices:
        """What was typed."""
        return HintChoices(topic=self.topic.data or "", text=self.text.data or "", email=self.email.data or "")


class HintAnswerForm(Form):
    """What came of a hint."""

    outcome = RadioField("What came of it?", choices=[], validate_choice=False)
    answer = TextField("In a sentence", description="Whoever told us gets this by e-mail, if they gave an address.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = offered((outcome.value, outcome.label) for outcome in Outcome)
