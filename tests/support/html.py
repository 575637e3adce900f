"""What every page must be, whatever it is about; and its forms, as a browser would send them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import html5lib
from html5lib.constants import E as WORDING

Fields = dict[str, list[str]]
NEVER_SENT = {"submit", "button", "image", "reset", "file"}


def parse(text: str) -> Any:
    """The tree of a page or a fragment; AssertionError when a browser would have to guess what is meant."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    is_page = text.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(text) if is_page else parser.parseFragment(text, container=_container(text))
    problems = [f"line {line}: {WORDING[code] % values}" for (line, _), code, values in parser.errors]
    assert not problems, "Broken HTML:\n" + "\n".join(problems[:10])
    return tree


def assert_sound(text: str) -> None:
    """Valid, every id used once, and nothing inline that the Content-Security-Policy would drop."""
    elements = [element for element in parse(text).iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    doubled = [name for name, count in ids.items() if count > 1]
    assert not doubled, f"These ids are used more than once: {doubled}"
    inline = [f"<{element.tag} {name}>" for element in elements for name in element.attrib if _is_inline(name)]
    inline += [f"<{element.tag}>" for element in elements if _has_inline_content(element)]
    assert not inline, f"The Content-Security-Policy drops what is inline: {inline}"


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page."""

    action: str
    names: frozenset[str]
    fields: Fields

    @classmethod
    def of(cls, element: Any, page: str) -> "Form":
        """Read one ``<form>`` of the page at the path given."""
        controls = [c for c in element.iter() if c.tag in {"input", "textarea", "select"} and c.get("name")]
        fields: Fields = {}
        for control in controls:
            for value in _values(control):
                fields.setdefault(control.get("name"), []).append(value)
        names = frozenset(control.get("name") for control in controls)
        return cls(urljoin(page, element.get("action") or page), names, fields)


def posting_forms(text: str, page: str) -> list[Form]:
    """The forms of a page that post."""
    found = [element for element in parse(text).iter("form") if element.get("method", "get").lower() == "post"]
    return [Form.of(element, page) for element in found]


def _container(text: str) -> str:
    """Rows and cells are only valid where they belong."""
    start = text.lstrip().lower()
    for tag, parent in (("<tr", "tbody"), ("<td", "tr"), ("<th", "tr"), ("<tbody", "table"), ("<option", "select")):
        if start.startswith((f"{tag} ", f"{tag}>")):
            return parent
    return "div"


def _is_inline(name: object) -> bool:
    return isinstance(name, str) and (name == "style" or name.startswith(("on", "hx-on")))


def _has_inline_content(element: Any) -> bool:
    is_data = element.get("type") in {"application/json", "application/ld+json"}
    return element.tag == "style" or (element.tag == "script" and not element.get("src") and not is_data)


def _values(control: Any) -> list[str]:
    """What a browser would send for a control nobody has touched."""
    if control.get("disabled") is not None or control.get("type") in NEVER_SENT:
        return []
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = options[:1]
        return [o.get("value", "".join(o.itertext()).strip()) for o in chosen]
    if control.get("type") in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]
