"""Every template compiles, and holds nothing that a strict policy would drop or that nobody escaped."""

import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent.parent / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
FORBIDDEN = {
    "an inline style": re.compile(r"""<[a-z][^>]*\sstyle\s*=""", re.IGNORECASE),
    "a style sheet inline": re.compile(r"<style\b", re.IGNORECASE),
    "an event handler": re.compile(r"""<[a-z][^>]*\son[a-z]+\s*=""", re.IGNORECASE),
    "a script without a source": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an htmx event handler": re.compile(r"hx-on[:-]|data-hx-on", re.IGNORECASE),
    "a filter that htmx evaluates": re.compile(r"hx-trigger\s*=\s*[\"'][^\"']*\["),
    "a script in an attribute": re.compile(r"javascript:|\bjs:", re.IGNORECASE),
    "the attribute that htmx ignores": re.compile(r"hx-disable-elt"),
}
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(")


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_template_holds_nothing_that_the_policy_drops(name: str) -> None:
    text = without_comments((ROOT / name).read_text())
    found = {what: match.group()[:80] for what, pattern in FORBIDDEN.items() if (match := pattern.search(text))}

    assert found == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_form_that_posts_carries_its_token(name: str) -> None:
    forms = re.findall(r"<form\b.*?</form>", without_comments((ROOT / name).read_text()), re.DOTALL)
    bare = [form[:80] for form in forms if "post" in form[:200] and not re.search(r"csrf_token|hidden\(", form)]

    assert bare == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_not_escaped_says_why(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    unsaid = [
        f"{name}:{number}"
        for number, line in enumerate(lines, 1)
        if UNESCAPED.search(line) and "{#" not in line and "{#" not in (lines[number - 2] if number > 1 else "")
    ]

    assert unsaid == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_feature_extends_and_a_partial_stands_alone(name: str) -> None:
    text, path = without_comments((ROOT / name).read_text()), Path(name)
    is_page = "<h1" in text or "heading(" in text
    if "_partials" in path.parts:
        assert "{% extends" not in text
    elif is_page and not path.name.startswith("_") and path.parts[0] not in {"components", "layout"}:
        assert "{% extends" in text
