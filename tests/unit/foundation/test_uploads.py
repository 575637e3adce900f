"""What a file is, decided by its content; clean names; pictures made anew."""

import io
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.uploads.keeping import LARGEST, NOT_A_PICTURE, SWOLLEN, TOO_LARGE, file_to_keep
from inclusion_app.foundation.uploads.kinds import KINDS, kind_by_name, tidy_name
from tests.factories.files import GOOD, HOSTILE, HTML, PDF, PLACE, bomb, claiming, huge_picture, picture


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        file_to_keep(name, data)
    return str(refused.value)


@pytest.mark.parametrize("name", GOOD)
def test_what_people_hand_out_is_taken(name: str) -> None:
    kept = file_to_keep(name, GOOD[name])
    assert kept.content_type == KINDS[name.rpartition(".")[2].replace("jpeg", "jpg")].content_type
    assert "image" in kept.content_type or kept.data == GOOD[name]


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_what_it_says_is_refused(what: str) -> None:
    assert refusal(*HOSTILE[what])


def test_a_file_that_would_swell_is_refused_and_never_unpacked() -> None:
    data = bomb()
    tracemalloc.start()
    assert refusal("a.docx", data) == SWOLLEN
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
    assert refusal("a.docx", claiming(2_000_000_000)) == SWOLLEN


def test_a_picture_that_would_swell_is_refused_before_it_is_read() -> None:
    tracemalloc.start()
    assert refusal("a.png", huge_picture()) == NOT_A_PICTURE
    assert refusal("a.png", picture("PNG", size=(6000, 5001))) == NOT_A_PICTURE
    tracemalloc.stop()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_leaves_behind_where_it_was_taken_and_what_was_hidden_in_it(form: str) -> None:
    sent = picture(form, with_place=True) + HTML
    assert PLACE.encode() in sent
    kept = file_to_keep(f"a.{form.lower().replace('jpeg', 'jpg')}", sent).data
    assert PLACE.encode() not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.size, dict(shown.getexif()), shown.format) == ((30, 20), {}, form)


def test_a_picture_taken_sideways_stands_upright() -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (30, 20)).save(made, "JPEG", exif=exif)
    with Image.open(io.BytesIO(file_to_keep("a.jpg", made.getvalue()).data)) as shown:
        assert shown.size == (20, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_every_sort_can_be_made_anew(mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (4, 4)).save(made, "PNG")
    assert file_to_keep("a.png", made.getvalue()).data


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_jpeg_of_every_sort_can_be_made_anew(mode: str) -> None:
    made = io.BytesIO()
    Image.new(mode, (4, 4)).save(made, "JPEG")
    assert file_to_keep("a.jpg", made.getvalue()).data


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("slides.pdf", "slides.pdf"),
        ("/etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\C:\\Windows\\slides.PDF", "slides.pdf"),
        ("../../../x.pdf", "x.pdf"),
        (".pdf", "file.pdf"),
        ("...pdf", "file.pdf"),
        ("virus.exe.pdf", "virus-exe.pdf"),
        ('a"; filename="b.exe.pdf', "a- filename-b-exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "x.pdf"),
        ("gpj\u202e.pdf", "gpj.pdf"),
        ("Ünïcode – Bericht.pdf", "Ünïcode - Bericht.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("<script>.pdf", "script.pdf"),
        ("picture.jpeg", "picture.jpg"),
    ],
)
def test_names_are_cleaned(sent: str, kept: str) -> None:
    kind = kind_by_name(sent)
    assert kind
    assert tidy_name(sent, kind) == kept


@given(st.text(max_size=300))
def test_no_name_breaks_out(name: str) -> None:
    tidy = tidy_name(f"{name}.pdf", KINDS["pdf"])
    assert tidy.endswith(".pdf")
    assert len(tidy) <= 104
    assert tidy.count(".") == 1
    assert not set(tidy) & set('/\\:"<>|?*\r\n\0;')


@settings(max_examples=300)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 10_000), st.binary(max_size=40), st.booleans())
def test_a_file_damaged_anywhere_is_taken_or_refused_and_never_a_fault(
    name: str, at: int, junk: bytes, cut: bool
) -> None:
    data = GOOD[name]
    at %= len(data)
    damaged = data[:at] + junk + (b"" if cut else data[at + len(junk) :])
    with suppress(RuleBroken):
        assert file_to_keep(name, damaged).data


def test_ten_megabytes_and_no_more() -> None:
    fits = PDF[:-7] + b" " * (LARGEST - len(PDF)) + PDF[-7:]
    assert file_to_keep("a.pdf", fits).name == "a.pdf"
    assert refusal("a.pdf", fits + b" ") == TOO_LARGE
