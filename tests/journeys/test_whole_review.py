"""One peer review from the new cycle to its close, with each kind of confidentiality."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from inclusion_app import create_app
from inclusion_app.config import Settings
from inclusion_app.demo_data.reviews import improvement as afterwards
from inclusion_app.demo_data.reviews import reporting as consolidating
from inclusion_app.demo_data.reviews import visits, writing
from tests.journeys.reviews import by_keyboard, improving, opening, reporting, visiting
from tests.journeys.reviews import house as houses
from tests.journeys.reviews.house import House, Story
from tests.journeys.reviews.reading import they_read
from tests.support.browser import DESK, complaints_of
from tests.support.databases import Store
from tests.support.server import serving

SELF = "self-review"
TEAM = {SELF, "briefing", "forms"}
"""What somebody on the team reads before there is a report."""
FINAL = {"report", "response"}
AFTER = {*FINAL, "priority", "action"}
PATIENCE, USUAL_PATIENCE = 30_000, 5_000
"""Milliseconds: these are long stories, told on machines with other things to do."""
SECRET = "only for tests, and long enough for it"


@pytest.fixture(scope="module")
def house(app: object, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A service of its own; each story brings its people along."""
    folder, url = tmp_path_factory.mktemp("reviews"), store.copy("reviews")
    settings = Settings(database_url=url, data_dir=folder, base_url="http://localhost", secret_key=SECRET)
    made = create_app(settings)
    with made.app_context():
        houses.lay_foundations()
        houses.let_go()
    with serving(url, folder) as server, houses.house(server, made) as opened:
        yield opened


Tell = Callable[..., Story]


@pytest.fixture
def tell(house: House, new_context: Callable[..., BrowserContext]) -> Iterator[Tell]:
    """A new story; at the end nothing may have gone wrong in scripts, and the security policy blocked nothing."""
    complaints: list[list[str]] = []

    def new_page(*, javascript: bool) -> Page:
        context = new_context(viewport=DESK, java_script_enabled=javascript, base_url=house.server.url)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        complaints.append(complaints_of(page))
        return page

    def begun(name: str, place: int, *, javascript: bool = True) -> Story:
        return Story(house, name, place, new_page, javascript, people=house.people_of_a_story(name, place))

    expect.set_options(timeout=PATIENCE)
    yield begun
    expect.set_options(timeout=USUAL_PATIENCE)
    assert not [one for each in complaints for one in each]


def test_shared_with_the_programme_it_goes_by_clicks_from_the_cycle_to_its_close(tell: Tell) -> None:
    story = tell("Alder", 1)
    it_begins(story, preset="Shared with the programme")
    papers_are_written(story)
    they_read(story, governor={SELF}, office=set(), viewer=set(), champion=set(), stranger=set(), reviewer=TEAM)
    it_ends(story, before_the_follow_up=lambda: shared_after_the_plan(story))
    they_read(story, office=AFTER, reviewer=set(), lead=set(), champion=set(), governor={SELF, *AFTER})


def shared_after_the_plan(story: Story) -> None:
    """The office reads what the school has published, and others of the team do not."""
    they_read(story, governor={SELF, *AFTER}, office=AFTER, viewer=set(), stranger=set(), reviewer={*TEAM, *FINAL})


def test_owned_by_the_school_it_goes_without_scripts(tell: Tell) -> None:
    story = tell("Birch", 2, javascript=False)
    it_begins(story, preset="Owned by the school")
    papers_are_written(story)
    they_read(story, governor={SELF}, office=set(), reviewer=TEAM, head={SELF, "briefing", "point", *FINAL})
    it_ends(story, before_the_follow_up=lambda: they_read(story, governor={SELF, *AFTER}, office=set(), viewer=set()))
    they_read(story, office=set(), reviewer=set(), champion=set(), head={SELF, "briefing", "point", *AFTER})


def test_led_by_the_council_the_head_and_a_reviewer_need_the_keyboard_alone(tell: Tell) -> None:
    story = tell("Cedar", 3)
    opening.the_team_makes_a_cycle(story, preset="Led by the council")
    opening.the_team_invites_the_school(story)
    by_keyboard.the_head_enrols(story)
    opening.the_team_finds_reviewers(story)
    opening.reviewers_declare_that_nothing_stands_in_the_way(story, "lead")
    by_keyboard.the_reviewer_declares(story)
    opening.the_team_is_confirmed(story)
    story.bring(visits.agree_date, writing.sign_self_review, visits.prepare)
    story.the_day_of_the_visit_comes()
    story.bring(visits.hold_visit)
    by_keyboard.the_reviewer_writes_and_submits(story)
    story.bring(writing.submit_review_forms, consolidating.consolidate, consolidating.release)
    they_read(story, governor={SELF}, office=set(), officer=set(), viewer=set(), reviewer=TEAM)
    story.bring(consolidating.make_points, consolidating.answer_points, consolidating.finish)
    story.bring(afterwards.hold_workshop, afterwards.write_plan, afterwards.publish_plan)
    they_read(story, governor={SELF, *AFTER}, office=set(), officer=AFTER, viewer=set(), reviewer={*TEAM, *FINAL})
    story.bring(afterwards.follow_up, afterwards.evaluate, afterwards.close)
    they_read(story, office=set(), officer=AFTER, viewer=set(), reviewer=set(), lead=set(), stranger=set())


def it_begins(story: Story, *, preset: str) -> None:
    """From the new cycle to a team that has agreed a day with the school."""
    opening.the_team_makes_a_cycle(story, preset=preset)
    opening.the_team_invites_the_school(story)
    opening.the_head_enrols(story)
    opening.the_team_finds_reviewers(story)
    opening.the_team_reminds_who_has_not_answered(story)
    opening.reviewers_declare_that_nothing_stands_in_the_way(story, "lead", "reviewer")
    opening.the_team_is_confirmed(story)
    opening.head_and_lead_agree_a_day(story)


def papers_are_written(story: Story) -> None:
    """From the self-review to the draft, and the school's points on it."""
    visiting.the_coordinator_writes_the_self_review(story)
    visiting.the_coordinator_lays_a_file_beside_it(story)
    visiting.the_head_signs_it_off(story)
    visiting.the_lead_prepares_the_visit(story)
    visiting.the_visit_is_held(story)
    for part in ("lead", "reviewer"):
        visiting.somebody_writes_a_review_form(story, part)
    reporting.the_lead_writes_the_report(story)
    reporting.the_draft_goes_to_the_school(story)
    reporting.the_head_corrects_a_fact_and_responds(story)


def it_ends(story: Story, *, before_the_follow_up: Callable[[], None]) -> None:
    """From the final report to the close."""
    reporting.the_lead_answers_and_makes_it_final(story)
    improving.the_champion_holds_the_workshop(story)
    improving.the_head_writes_and_publishes_the_plan(story)
    before_the_follow_up()
    improving.the_champion_records_the_follow_up(story)
    improving.everybody_says_how_it_was(story, "head", "lead")
    improving.the_team_closes_it(story)
