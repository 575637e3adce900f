"""Rich text is typed with marks, kept as clean HTML, and can be typed again."""

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inclusion_app.foundation.rich_text import TAGS, clean, html_of, typed_of, words_of

TYPED = """First **strong** and *soft* line
second line with [a link](https://a.example/b?c=d&e=f)

## A heading

### A smaller one

- one
- two **three**
  - within

1. first
2. second

> Said by others

Last"""


def test_what_is_typed_comes_back_as_it_was_typed() -> None:
    html = html_of(TYPED)

    assert html_of(typed_of(html)) == html
    assert "<h3>A heading</h3>" in html
    assert "<h4>A smaller one</h4>" in html


@pytest.mark.parametrize(
    "typed",
    ["# not at level one", "1984. was a year", "5 * 3 and a*b", "[no link]", "- ", "**", "a_b_c", "> 5", "1) one", ""],
)
def test_odd_text_says_the_same_after_another_round(typed: str) -> None:
    html = html_of(typed)

    assert words_of(html_of(typed_of(html))) == words_of(html)


def test_html_that_is_typed_stays_letters() -> None:
    assert html_of("<b>bold</b> & <script>x</script>") == (
        "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>"
    )


def test_a_list_that_begins_after_the_first_item_keeps_its_words() -> None:
    assert words_of("<ol start=3><li>third</li></ol><p>1. no list</p>") == "third\n1. no list"
    assert typed_of("<p>1. no list</p>") == "1\\. no list"


@pytest.mark.parametrize("address", ["javascript:x", "data:text/html,x", "/relative", "//other.example", "vbscript:x"])
def test_only_whole_addresses_of_the_web_mail_and_telephone_are_links(address: str) -> None:
    assert "href" not in html_of(f"[x]({address})")
    assert "href" not in clean(f'<a href="{address}">x</a>')


@pytest.mark.parametrize(
    "address", ["https://a.example", "http://a.example/x", "mailto:a@b.example", "tel:01632960001"]
)
def test_such_an_address_is_kept(address: str) -> None:
    assert f'href="{address}"' in html_of(f"[x]({address})")


def test_words_stand_alone() -> None:
    assert words_of("<h3>One</h3><p>Two &amp; <b>three</b><br>four</p><ul><li>five</li></ul>") == (
        "One\nTwo & three\nfour\nfive"
    )


PIECES = st.sampled_from(
    ["<p>", "</p>", "<a href='javascript:x'>", "<a href='https://x.example'>", "</a>", "<svg>", "<math>", "<mtext>",
     "<style>", "</style>", "<!--", "-->", "<img src=x onerror=y>", "<p hx-get=/x style=y onclick=z>", "<table>",
     "<td>", "<noscript>", "<title>", "</title>", "<textarea>", "<b>", "</i>", "<ul>", "<li>", "&lt;script&gt;",
     "<script>", "</script>", "text", "\0", '"', "<", ">", "&", "<mglyph>", "<malignmark>", "<foreignobject>",
     "<select>", "<template>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_comes_in_only_what_is_allowed_comes_out(html: str) -> None:
    cleaned = clean(html)
    tree = html5lib.parseFragment(cleaned, namespaceHTMLElements=False)

    assert clean(cleaned) == cleaned
    assert {str(element.tag) for element in tree.iter()} <= TAGS | {"DOCUMENT_FRAGMENT"}
    assert {name for element in tree.iter() for name in element.attrib} <= {"href", "rel"}


@given(st.text(alphabet="ab *_#->[]()1.\n\\`!&<", max_size=60))
@example(">1\n-\\\n1")
@example("*a\n\\- b*")
@example("[>[]]()")
@example("\\_<_ a_b")
@example("a\n\\1. b\n\\# c")
def test_whatever_is_typed_can_be_typed_again_and_says_the_same(typed: str) -> None:
    html = html_of(typed)

    assert words_of(html_of(typed_of(html))) == words_of(html)
