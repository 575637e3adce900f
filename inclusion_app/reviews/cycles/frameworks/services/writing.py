"""Rows of a framework from what is said."""

from inclusion_app.reviews.cycles.frameworks.choices import FrameworkChoices
from inclusion_app.reviews.models import Framework, FrameworkArea, FrameworkLevel, FrameworkPrompt


def new_framework(version_number: int, said: FrameworkChoices) -> Framework:
    """A draft that says so much."""
    framework = Framework(version_number=version_number, title=said.title, note=said.note)
    framework.areas = [
        FrameworkArea(
            position=position,
            code=area.code,
            title=area.title,
            prompts=[
                FrameworkPrompt(
                    code=prompt.code,
                    commitment=prompt.commitment,
                    wording=prompt.wording,
                    variants=dict(prompt.variants),
                )
                for prompt in area.prompts
            ],
        )
        for position, area in enumerate(said.areas, 1)
    ]
    framework.levels = [
        FrameworkLevel(position=position, code=level.code, title=level.title, meaning=level.meaning)
        for position, level in enumerate(said.levels, 1)
    ]
    return framework


def rewrite(framework: Framework, said: FrameworkChoices) -> None:
    """Change the words of a whole draft; areas, prompts and levels stay where they are."""
    framework.title, framework.note = said.title, said.note
    for area, said_area in zip(framework.areas, said.areas, strict=True):
        area.title = said_area.title
        for prompt, said_prompt in zip(area.prompts, said_area.prompts, strict=True):
            prompt.wording, prompt.commitment = said_prompt.wording, said_prompt.commitment
            prompt.variants = dict(said_prompt.variants)
    for level, said_level in zip(framework.levels, said.levels, strict=True):
        level.title, level.meaning = said_level.title, said_level.meaning
