"""Forms of frameworks and agreements; the fields of a framework are those of the version that is edited."""

from collections.abc import Mapping
from dataclasses import replace

from wtforms import HiddenField

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import LineField, TextField, tidy
from inclusion_app.foundation.forms import Form
from inclusion_app.reviews.cycles.frameworks.choices import AreaChoice, FrameworkChoices, PromptChoice


class FrameworkForm(Form):
    """Title and note; the words of areas, prompts and levels are read by ``read``, since there are so many."""

    title = LineField("Title")
    note = TextField("Note for those who use it (optional)")

    said: FrameworkChoices

    def __init__(self, said: FrameworkChoices) -> None:
        super().__init__()
        self.said = said
        self.found: dict[str, str] = {}
        if not self.is_submitted():
            self.title.data, self.note.data = said.title, said.note

    def refuse(self, refusal: RuleBroken) -> None:
        """Keep each sentence by the field that it is about, too."""
        super().refuse(refusal)
        self.found = {name: sentence for name, sentence in refusal.problems if name}

    def read(self, sent: Mapping[str, str]) -> FrameworkChoices:
        """The framework with the words that were sent; what was not sent stays."""
        levels = (
            replace(
                level,
                title=tidy(sent.get(f"level-{level.code}", level.title)),
                meaning=tidy(sent.get(f"meaning-{level.code}", level.meaning)),
            )
            for level in self.said.levels
        )
        areas = tuple(_area(area, sent) for area in self.said.areas)
        self.said = FrameworkChoices(self.title.data or "", self.note.data or "", areas, tuple(levels))
        return self.said


def _area(area: AreaChoice, sent: Mapping[str, str]) -> AreaChoice:
    prompts = tuple(_prompt(prompt, sent) for prompt in area.prompts)
    return replace(area, title=tidy(sent.get(f"area-{area.code}", area.title)), prompts=prompts)


def _prompt(prompt: PromptChoice, sent: Mapping[str, str]) -> PromptChoice:
    variants = {p: tidy(sent.get(f"variant-{prompt.code}-{p}", words)) for p, words in prompt.variants.items()}
    return replace(
        prompt,
        wording=tidy(sent.get(f"prompt-{prompt.code}", prompt.wording)),
        commitment=sent.get(f"commitment-{prompt.code}", prompt.commitment),
        variants=variants,
    )


class AgreementForm(Form):
    """The words of a new version."""

    text = TextField("Agreement", description="The headteacher reads this in full before accepting it.")
    expected = HiddenField()


class Button(Form):
    """A button alone."""
