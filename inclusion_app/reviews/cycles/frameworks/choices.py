"""A version of the framework, and of an agreement, as files and forms say it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PromptChoice:
    """One question; ``variants`` are other words by phase, and empty ones drop it there."""

    code: str
    commitment: str
    wording: str
    variants: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AreaChoice:
    """One area with its prompts, in order; ``code`` is that of the shared term."""

    code: str
    title: str
    prompts: tuple[PromptChoice, ...]


@dataclass(frozen=True)
class LevelChoice:
    """One level of the scale."""

    code: str
    title: str
    meaning: str


@dataclass(frozen=True)
class FrameworkChoices:
    """A whole framework."""

    title: str
    note: str
    areas: tuple[AreaChoice, ...]
    levels: tuple[LevelChoice, ...]


@dataclass(frozen=True)
class AgreementChoice:
    """One version of what heads agree to under a preset."""

    preset: str
    version_number: int
    text: str
