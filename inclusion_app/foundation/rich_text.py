"""Text with paragraphs, headings, lists, emphasis and links: typed with a few marks, kept as HTML, cleaned twice.

Nothing but the tags below, and the address of a link, is ever kept or shown: ``clean`` is asked on the way in by
services, and on the way out by the ``rich`` filter of templates. Typed are an empty line between paragraphs, ``## ``
before a heading, ``- `` or ``1. `` before each item of a list, ``**strong**``, ``*emphasis*`` and
``[words](https://address)``.
"""

import re
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "h3", "h4", "ul", "ol", "li", "strong", "em", "b", "i", "a", "blockquote"}
SCHEMES = {"http", "https", "mailto", "tel"}
DROPPED_WITH_CONTENT = {"script", "style", "svg", "math", "template", "iframe", "object", "noscript", "title"}
RULES = ["paragraph", "heading", "list", "newline", "emphasis", "link", "escape", "blockquote", "balance_pairs"]
HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
MOST_TIMES = 4
MEANS_MORE = re.compile(r"[\\*\[\]]|(?<![^\W_])_|_(?![^\W_])")  # an underscore within a word is only that
BEGINS_MORE = re.compile(r"^(#|>|-|\+|\d+(?=[.)]))")


def clean(html: str) -> str:
    """The HTML with what is allowed alone; cleaning it again changes nothing."""
    before, after = "", html.replace("\0", "")
    for _ in range(MOST_TIMES):
        before, after = after, _cleaned(after)
        if before == after:
            return after
    return nh3.clean_text(after)  # what does not come to rest is shown as letters


def html_of(typed: str) -> str:
    """What was typed with marks, as clean HTML; HTML that was typed stays letters."""
    tokens = _MARKDOWN.parse(typed.replace("\0", ""))
    for token in tokens:
        token.tag = HEADINGS.get(token.tag, token.tag)
    return clean(str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))).strip()


def typed_of(html: str) -> str:
    """The same text as one would type it, with its marks; emphasis that marks cannot say is left out."""
    text = _read(_Typed(), html)
    return text if words_of(html_of(text)) == words_of(html) else _read(_WithoutEmphasis(), html)


def words_of(html: str) -> str:
    """The words alone, a line for each paragraph: for searches, mails and files."""
    reader = _Words()
    reader.feed(clean(html))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _read(reader: "_Typed", html: str) -> str:
    reader.feed(clean(html))
    reader.close()
    return reader.text


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes={"a": {"href"}},
        url_schemes=SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(RULES)


class _Words(HTMLParser):
    """The text between tags; the end of a paragraph ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # its signature
        if tag not in {"a", "strong", "em", "b", "i"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Typed(HTMLParser):
    """Turns clean HTML back into marks."""

    MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}  # noqa: RUF012  # never changed
    BEGINNINGS = {"h3": "## ", "h4": "### ", "blockquote": "> "}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = self._prefix = ""
        self._open: list[tuple[str, str]] = []  # text before each inline tag that is open, and its address
        self._lists: list[int] = []  # the number of the last item, -1 in a list without numbers

    @property
    def text(self) -> str:
        """What would be typed."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.MARKS or tag == "a":
            self._open.append((self._line, dict(attrs).get("href") or ""))
            self._line = ""
        elif tag == "br":
            self._line = self._line.rstrip() + "\n" + "  " * len(self._lists)
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists.append(0 if tag == "ol" else -1)
        else:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.MARKS or tag == "a":
            before, address = self._open.pop() if self._open else ("", "")
            self._line = before + self._marked(tag, self._line, address)
        elif tag in {"ul", "ol"}:
            self._end_line()
            self._lists = self._lists[:-1]
            self._lines.append("")
        elif tag != "br":
            self._end_line()
            self._lines += [""] if tag != "li" and not self._lists else []

    def handle_data(self, data: str) -> None:
        said = re.sub(r"\s+", " ", data)
        line = "".join(before for before, _ in self._open) + self._line
        at_start = not line.rpartition("\n")[2].strip()
        said = MEANS_MORE.sub(r"\\\g<0>", said.lstrip() if at_start else said)
        self._line += BEGINS_MORE.sub(_escaped, said) if at_start else said

    def _begin_block(self, tag: str) -> None:
        if tag == "p" and self._prefix:
            return  # the paragraph within an item of a list or a quotation
        self._end_line()
        if tag == "li":
            self._lists = self._lists or [-1]
            self._lists[-1] += 1 if self._lists[-1] >= 0 else 0
            number = self._lists[-1]
            self._prefix = "   " * (len(self._lists) - 1) + ("- " if number < 0 else f"{number}. ")
        else:
            self._prefix = self.BEGINNINGS.get(tag, "   " if self._lists else "")

    def _end_line(self) -> None:
        if self._line.strip():
            self._lines.append(self._prefix + self._line.strip())
            self._prefix = ""
        self._line = ""

    def _marked(self, tag: str, said: str, address: str) -> str:
        inner = said.strip()
        if not inner:
            return said
        before, after = said[: len(said) - len(said.lstrip())], said[len(said.rstrip()) :]
        if tag == "a":
            return f"{before}[{inner}]({address}){after}" if address else said
        return f"{before}{self.MARKS[tag]}{inner}{self.MARKS[tag]}{after}"


class _WithoutEmphasis(_Typed):
    """The same, where stars would stand in each other's way."""

    MARKS = dict.fromkeys(_Typed.MARKS, "")


def _escaped(found: re.Match[str]) -> str:
    """A character that would begin a heading or a list, so that it does not."""
    return f"\\{found[0]}" if not found[0][0].isdigit() else f"{found[0]}\\"
