"""Who sees what of a review: written from the design (service.md, Confidentiality), not from the table."""

import pytest

from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper, Setting, visible_to
from inclusion_app.reviews.states import OVER, Preset, ReviewState, Side

TEXT = frozenset(Paper) - {Paper.STAGES, Paper.TEAM}
OUTSIDE = (Standing.LEAD, Standing.REVIEWER, Standing.CHAMPION, Standing.MODERATOR, Standing.ASKED)
S = ReviewState


def seen(
    *standings: Standing,
    stage: ReviewState = S.FINAL,
    preset: Preset = Preset.SHARED,
    side: str = "",
    opens: bool = True,
    form_in: bool = True,
) -> frozenset[Paper]:
    return visible_to(standings, Setting(preset, stage, side=side, opens_team_forms=opens, form_in=form_in))


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("stage", ReviewState)
def test_somebody_who_is_nothing_to_the_review_sees_nothing(stage: ReviewState, preset: Preset) -> None:
    assert seen(stage=stage, preset=preset) == frozenset()


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("stage", ReviewState)
def test_whoever_has_not_declared_sees_no_text(stage: ReviewState, preset: Preset) -> None:
    assert not seen(Standing.ASKED, stage=stage, preset=preset) & TEXT


@pytest.mark.parametrize("preset", Preset)
@pytest.mark.parametrize("stage", ReviewState)
def test_the_inclusion_team_sees_no_text_by_being_the_team(stage: ReviewState, preset: Preset) -> None:
    assert not seen(Standing.TEAM, stage=stage, preset=preset) & TEXT


@pytest.mark.parametrize("standing", OUTSIDE)
def test_papers_close_with_the_review(standing: Standing) -> None:
    assert not seen(standing, stage=S.CLOSED) & TEXT
    assert [side for side in OVER if seen(standing, side=side) & TEXT] == []


@pytest.mark.parametrize("standing", [Standing.HEAD, Standing.COORDINATOR, Standing.GOVERNOR])
def test_the_school_keeps_its_report_and_plan(standing: Standing) -> None:
    assert {Paper.REPORT, Paper.PLAN} <= seen(standing, stage=S.CLOSED)


@pytest.mark.parametrize(
    ("preset", "standing", "reads"),
    [
        (Preset.SCHOOL_OWNED, Standing.OFFICE, False),
        (Preset.SCHOOL_OWNED, Standing.OFFICER, False),
        (Preset.SHARED, Standing.OFFICE, True),
        (Preset.SHARED, Standing.OFFICER, False),
        (Preset.COUNCIL_LED, Standing.OFFICE, False),
        (Preset.COUNCIL_LED, Standing.OFFICER, True),
    ],
)
def test_the_preset_decides_who_of_the_council_reads_the_report(
    preset: Preset, standing: Standing, reads: bool
) -> None:
    papers = seen(standing, preset=preset)

    assert (Paper.REPORT in papers, Paper.RATINGS in papers) == (reads, reads)
    assert not papers & {Paper.SELF_REVIEW, Paper.TEAM_FORMS, Paper.DRAFT, Paper.FILES, Paper.POINTS}


@pytest.mark.parametrize("preset", Preset)
def test_nobody_of_the_council_reads_a_report_before_it_is_final(preset: Preset) -> None:
    council = seen(Standing.TEAM, Standing.OFFICE, Standing.OFFICER, stage=S.POINTS_ANSWERED, preset=preset)

    assert not council & TEXT


def test_a_reviewer_reads_the_others_only_when_the_own_form_is_in() -> None:
    assert Paper.TEAM_FORMS not in seen(Standing.REVIEWER, stage=S.VISITED, form_in=False)
    assert Paper.TEAM_FORMS in seen(Standing.REVIEWER, stage=S.VISITED)
    assert Paper.TEAM_FORMS not in seen(Standing.REVIEWER, stage=S.VISITED, opens=False)
    assert Paper.TEAM_FORMS in seen(Standing.LEAD, stage=S.VISITED, opens=False)
    assert Paper.TEAM_FORMS not in seen(Standing.LEAD, stage=S.VISITED, form_in=False)


def test_reviewers_do_not_read_the_self_review_before_the_head_has_signed_it() -> None:
    assert not seen(Standing.LEAD, Standing.REVIEWER, stage=S.SELF_REVIEW_OPEN) & {Paper.SELF_REVIEW, Paper.FILES}
    assert Paper.SELF_REVIEW in seen(Standing.REVIEWER, stage=S.SELF_REVIEW_SUBMITTED)


def test_nobody_of_the_school_reads_raw_forms() -> None:
    host = (Standing.HEAD, Standing.COORDINATOR, Standing.AUTHOR, Standing.GOVERNOR)

    assert not seen(*host, stage=S.CLOSED) & {Paper.TEAM_FORMS, Paper.OWN_FORM}


def test_the_draft_is_the_leads_and_the_moderators_until_it_is_released() -> None:
    before, after = S.FORMS_IN, S.DRAFT_WITH_HOST
    readers = {s for s in Standing if Paper.DRAFT in seen(s, stage=before)}

    assert readers == {Standing.LEAD, Standing.MODERATOR}
    assert {s for s in Standing if Paper.DRAFT in seen(s, stage=after)} == readers | {
        Standing.HEAD,
        Standing.COORDINATOR,
    }


def test_somebody_who_is_two_things_sees_what_either_sees() -> None:
    both = seen(Standing.ASKED, Standing.OFFICE)

    assert both == seen(Standing.ASKED) | seen(Standing.OFFICE)


def test_a_postponed_review_keeps_its_papers() -> None:
    assert seen(Standing.LEAD, side=Side.POSTPONED) == seen(Standing.LEAD)


def test_the_workshop_is_seen_by_those_who_hold_it_and_the_plan_by_governors_after_it() -> None:
    before = {s for s in Standing if Paper.PLAN in seen(s, stage=S.FINAL)}
    after = {s for s in Standing if Paper.PLAN in seen(s, stage=S.WORKSHOP_HELD)}

    assert before == {Standing.HEAD, Standing.COORDINATOR, Standing.LEAD, Standing.CHAMPION}
    assert after == before | {Standing.GOVERNOR}
    assert Standing.OFFICE in {s for s in Standing if Paper.PLAN in seen(s, stage=S.PLAN_AGREED)}


def test_head_and_reviewers_evaluate_from_the_final_report_on() -> None:
    readers = {s for s in Standing if Paper.EVALUATION in seen(s, stage=S.FINAL)}

    assert readers == {Standing.HEAD, Standing.LEAD, Standing.REVIEWER}
    assert not any(Paper.EVALUATION in seen(s, stage=S.POINTS_ANSWERED) for s in Standing)
