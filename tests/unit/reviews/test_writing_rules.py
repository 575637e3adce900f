"""What a form asks, what it lacks, and what may tell who a pupil is."""

from datetime import date

import pytest

from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import FormKind, ReviewState
from inclusion_app.reviews.writing.rules.doors import DOORS, why_not_submit, why_not_write
from inclusion_app.reviews.writing.rules.judging import GIVE_RATING, NAME_SHARED, Filled, progress_of, wrong_with_rating
from inclusion_app.reviews.writing.rules.pasting import blank_form, read_pasted
from inclusion_app.reviews.writing.rules.personal import likely_personal
from inclusion_app.reviews.writing.rules.questions import Area, Prompt, Questions, wording_for
from inclusion_app.reviews.writing.rules.snapshots import digest_of_snapshot

SELF, OWN = FormKind.SELF_REVIEW, FormKind.REVIEW
ONE = Area("leading", 1, "Leading", (Prompt("1a", "Who decides?"), Prompt("1b", "Who asks?")))
TWO = Area("teaching", 2, "Teaching", (Prompt("2a", "Who teaches?"),))
TODAY = date(2026, 11, 27)


def test_a_self_review_answers_prompts_and_a_review_form_speaks_of_areas() -> None:
    assert ONE.fields(SELF) == ONE.needed(SELF) == ("1a", "1b")
    assert ONE.fields(OWN) == ("working", "better", "questions", "1a", "1b")
    assert ONE.needed(OWN) == ("working", "better", "questions")
    assert (ONE.title_of("1b"), ONE.title_of("better")) == ("Who asks?", "What could be even better")


def test_prompts_are_put_as_the_phase_has_them_and_an_empty_one_is_dropped() -> None:
    variants = {"special": "Put otherwise?", "nursery": ""}
    asked = [wording_for(phase, "Usual?", variants) for phase in ("primary", "special", "nursery")]
    assert asked == ["Usual?", "Put otherwise?", ""]


def test_areas_know_their_neighbours() -> None:
    questions = Questions(1, (ONE, TWO), ())
    assert (questions.beside(ONE), questions.beside(TWO)) == ((None, TWO), (ONE, None))
    with pytest.raises(LookupError):
        questions.area("nowhere")


@pytest.mark.parametrize(
    ("rating", "shared", "evidence", "wrong"),
    [
        ("", "", (), []),
        ("N", "", (), []),
        ("2", "", ("pupils", "document"), []),
        ("2", "", ("pupils", "pupils"), ["2 pieces of 1 kind"]),
        ("2", "", ("pupils",), ["1 piece of 1 kind"]),
        ("1", "", (), ["has none yet"]),
        ("4", "", ("pupils", "document"), [NAME_SHARED]),
        ("4", "Our passport", ("pupils", "document"), []),
        ("4", " ", (), ["has none yet", NAME_SHARED]),
    ],
)
def test_a_rating_rests_on_two_pieces_of_two_kinds(
    rating: str, shared: str, evidence: tuple[str, ...], wrong: list[str]
) -> None:
    found = wrong_with_rating(Filled(rating=rating, shared=shared, evidence=evidence))

    assert len(found) == len(wrong)
    assert all(part in sentence for part, sentence in zip(wrong, found, strict=True))


def test_what_is_empty_may_stay_empty_and_what_is_wrong_may_not() -> None:
    nothing = progress_of(ONE, Filled(), kind=SELF, uses_ratings=True)
    half = progress_of(ONE, Filled({"1a": "Text"}), kind=SELF, uses_ratings=False)
    whole = progress_of(ONE, Filled({"1a": "Text", "1b": "Text"}), kind=SELF, uses_ratings=False)
    skipped = progress_of(ONE, Filled(rating="N"), kind=OWN, uses_ratings=True)
    long = progress_of(ONE, Filled({"1a": "x" * 4_003}), kind=SELF, uses_ratings=False)

    assert (nothing.label, nothing.wrong, nothing.empty) == (
        "Not started",
        (GIVE_RATING,),
        ("Question 1a", "Question 1b"),
    )
    assert (half.label, half.wrong, half.empty) == ("In progress", (), ("Question 1b",))
    assert (whole.label, skipped.label) == ("Complete", "Complete")
    assert long.wrong == ("“Question 1a” is 3 characters too long.",)


def test_a_review_form_says_how_its_reviewer_knows() -> None:
    texts = dict.fromkeys(("working", "better", "questions"), "Text")
    filled = Filled(texts, rating="2", evidence=("pupils", "document"))

    assert progress_of(ONE, filled, kind=OWN, uses_ratings=True).empty == ("How you know",)


@pytest.mark.parametrize("kind", FormKind)
def test_nobody_writes_outside_the_stages_of_a_form(kind: FormKind) -> None:
    door = DOORS[kind]
    writer = min(door.writers)
    may = {
        stage for stage in ReviewState if why_not_write(kind, {writer}, stage=stage, side="", submitted=None) is None
    }

    assert may == {s for s in ReviewState if s.has_reached(door.since) and not s.has_reached(door.before)}
    assert why_not_write(kind, {writer}, stage=door.since, side="", submitted="yesterday")
    assert why_not_write(kind, {writer}, stage=door.since, side="postponed", submitted=None)
    others = set(Standing) - door.writers
    assert why_not_write(kind, others, stage=door.since, side="", submitted=None)


def test_the_head_alone_signs_and_no_form_goes_in_before_the_visit() -> None:
    opened = ReviewState.SELF_REVIEW_OPEN
    assert why_not_submit(SELF, {Standing.COORDINATOR}, stage=opened)
    assert why_not_submit(SELF, {Standing.HEAD}, stage=opened) is None
    assert why_not_submit(OWN, {Standing.REVIEWER}, stage=ReviewState.READY)
    assert why_not_submit(OWN, {Standing.REVIEWER}, stage=ReviewState.VISITED) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A123456789012 has moved.", "A123456789012"),
        ("One boy (12/03/2017) told us.", "12/03/2017"),
        ("She was born on 3 May.", "born on 3 May."),
        ("A girl, 4th June 2018, told us.", "4th June 2018"),
        ("We met Ethan in Year 4 at lunch.", "Ethan in Year 4"),
        ("Aisha's mum was glad.", "Aisha's mum"),
        ("The pupil called Tom said so.", "pupil called Tom"),
        ("Mia-Rose (Y5) reads well.", "Mia-Rose (Y5"),
        ("Leo has an EHCP.", "Leo has an EHCP"),
    ],
)
def test_what_may_tell_who_a_pupil_is_is_pointed_at(text: str, words: str) -> None:
    assert words in [likely.words for likely in likely_personal(text, today=TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "Pupils in Year 4 and Children in Reception told us.",
        "The visit was on 12 March 2026, the last one on 4/5/2001.",
        "Pupil Premium pays for it, Child Protection is firm.",
        "Staff with ADHD training; the school has an EHC plan for each.",
        "Room B12345 and 07700 900123.",
        "Most of Year 6 go on residential trips.",
        "",
    ],
)
def test_ordinary_sentences_are_left_alone(text: str) -> None:
    assert likely_personal(text, today=TODAY) == ()


def test_looking_at_a_very_long_text_is_quick_and_says_little() -> None:
    assert len(likely_personal("Ethan in Year 4. Aisha's mum. " * 1_600, today=TODAY)) == 2


@pytest.mark.parametrize("kind", [SELF, OWN])
def test_a_blank_form_comes_back_as_it_was_filled_in(kind: FormKind) -> None:
    lines = list(blank_form((ONE, TWO), kind))
    filled = "\n".join(f"{line}\nOurs [really]: {line[1:3]}" if line.startswith("[") else line for line in lines)

    found = read_pasted(f"Hello\n{filled}".replace("\n", "\r\n"), (ONE, TWO), kind)

    assert [(p.area.code, p.field) for p in found.pieces] == [(a.code, f) for a in (ONE, TWO) for f in a.fields(kind)]
    assert all(piece.text.startswith("Ours [really]: ") for piece in found.pieces)
    assert (found.unplaced, found.unknown) == ("Hello", ())


def test_marks_that_are_not_of_this_form_are_named_and_empty_places_left_out() -> None:
    found = read_pasted("[1a] One\n\n[9z] Nowhere\n[1b]\n____\n[1A] Two", (ONE, TWO), SELF)

    assert [(piece.field, piece.text) for piece in found.pieces] == [("1a", "One\n\nTwo")]
    assert found.unknown == ("[9z]",)


@pytest.mark.parametrize("text", ["", "Words without any mark", "\r\n\r\n", "x" * 45_000])
def test_a_text_without_marks_is_not_placed_and_breaks_nothing(text: str) -> None:
    found = read_pasted(text, (ONE, TWO), SELF)

    assert (found.pieces, found.unplaced, found.unknown) == ((), text.strip(), ())


def test_the_digest_is_of_the_content_however_it_is_ordered() -> None:
    assert digest_of_snapshot({"a": "é", "b": [1]}) == digest_of_snapshot({"b": [1], "a": "é"})
    assert digest_of_snapshot({"a": "é"}) != digest_of_snapshot({"a": "e"})
