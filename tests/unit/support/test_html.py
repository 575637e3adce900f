"""Broken pages are noticed, and forms are read as a browser would send them."""

import pytest

from tests.support.html import assert_sound, posting_forms

PAGE = "<!doctype html><html lang='en'><head><title>Page</title></head><body>{}</body></html>"


@pytest.mark.parametrize(
    "body",
    [
        "<p>A paragraph",
        "<p id='same'></p><p id='same'></p>",
        "<p style='color: red'>Red</p>",
        "<button onclick='go()'>Go</button>",
        "<div hx-on:click='go()'></div>",
        "<script>go()</script>",
        "<ul><div></p></ul>",
    ],
)
def test_a_page_that_a_browser_would_have_to_guess_or_block_is_refused(body: str) -> None:
    with pytest.raises(AssertionError):
        assert_sound(PAGE.format(body.replace("<p>A paragraph", "<b>A paragraph")))


def test_a_sound_page_passes() -> None:
    assert_sound(PAGE.format("<main><h1>Heading</h1><script src='/app.js' type='module'></script></main>"))


@pytest.mark.parametrize("fragment", ["<div id='results'><p>Two courses</p></div>", "<tr><td>A cell</td></tr>"])
def test_a_sound_fragment_passes(fragment: str) -> None:
    assert_sound(fragment)


def test_a_form_is_sent_with_what_it_says_already() -> None:
    form = """<form method="post" action="/places"><input type="hidden" name="form_key" value="k">
      <input name="name" value="Ada"><textarea name="note">\nTwo\nlines</textarea>
      <input type="checkbox" name="tick" checked>
      <input type="checkbox" name="untick" value="1"><select name="size"><option value="s">S</option></select>
      <input name="off" value="x" disabled><button name="act" value="go">Go</button></form>"""

    (found,) = posting_forms(PAGE.format(form), "/page")

    assert found.action == "/places"
    assert found.fields == {"form_key": ["k"], "name": ["Ada"], "note": ["Two\nlines"], "tick": ["on"], "size": ["s"]}
    assert "untick" in found.names
