"""The self-review, the visit, and what each reviewer writes: coordinator, head, lead, reviewer."""

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.reviews.house import Story, press, said
from tests.journeys.reviews.reading import WORDS

WORKING = {
    "lead": "In six of seven lessons everybody could begin without waiting.",
    "reviewer": "Adults speak of pupils by what they can do next.",
}
BETTER = {
    "lead": "What works upstairs is not yet known downstairs.",
    "reviewer": WORDS["forms"],
}
PROVISION_MAP = FilePayload(name="map.txt", mimeType="text/plain", buffer=b"A quiet room at lunchtime.")
SOON = 20_000
ALL_AREAS = re.compile(r"/(self-review|form)(#.*)?$")


def the_coordinator_writes_the_self_review(story: Story) -> None:
    page = story.owed("senco", "finish the self-review and sign it off")
    for area in (1, 2):
        open_area(page, area)
        story.look(page)
        for letter in "ab":
            write(story, page, f"{area}{letter}", WORDS["self-review"])
        judge(page, rating="N Not looked at")
        save(story, page)
        back_to_all_areas(page)
    expect(page.get_by_text("Complete", exact=True)).to_have_count(2)


def the_coordinator_lays_a_file_beside_it(story: Story) -> None:
    page = story.at("senco", "Evidence files")
    page.get_by_label("Title").fill("Provision map")
    page.locator("input[type=file]").set_input_files([PROVISION_MAP])
    press(page, "Add the file")
    story.look(page)
    for name in ("Change", "Remove"):
        page.get_by_role("link", name=re.compile(f"^{name}")).first.click()
        story.look(page)
        page.go_back()


def the_head_signs_it_off(story: Story) -> None:
    page = story.owed("head", "finish the self-review and sign it off")
    page.get_by_role("button", name="Check the whole self-review").click()
    story.look(page)
    said(page, "Every area is complete.")
    press(page, "Sign off and submit")
    story.look(page)


def the_lead_prepares_the_visit(story: Story) -> None:
    page = story.owed("lead", "finish the briefing, the lines of enquiry and the timetable")
    page.get_by_label("Briefing for the team").fill(WORDS["briefing"])
    page.get_by_label("First line of enquiry").fill("Who notices when a pupil stops coming?")
    press(page, "Save")
    page = story.at("lead", "Timetable")
    press(page, "Put in a usual day")
    story.look(page)
    page = story.at("lead", "Preparation")
    press(page, "We are ready for the visit")
    said(page, "Everything is ready for the visit.")


def the_visit_is_held(story: Story) -> None:
    story.the_day_of_the_visit_comes()
    page = story.owed("lead", "hold the visit and mark it as held")
    press(page, "The visit has been held")
    said(page, "The visit has been held.")


def somebody_writes_a_review_form(story: Story, part: str) -> None:
    page = story.owed(part, "submit the review form")
    for area in (1, 2):
        open_area(page, area)
        story.look(page)
        write(story, page, "working", WORKING[part])
        write(story, page, "better", BETTER[part])
        write(story, page, "questions", "Who would notice?")
        if area == 1:
            add_evidence(story, page, "Talk with a group of pupils", "All could name an adult they trust.")
            add_evidence(story, page, "Learning walk", "Timetables with pictures were in use in every room.")
            judge(page, rating="3 Secure", confidence="Saw it")
        else:
            judge(page, rating="N Not looked at")
        save(story, page)
        back_to_all_areas(page)
    page.get_by_role("button", name="Check and submit").click()
    story.look(page)
    said(page, "Every area is complete.")
    press(page, "Submit my review form")
    said(page, "Submitted on")


def open_area(page: Page, number: int) -> None:
    """From the list of all areas."""
    page.get_by_role("link", name=f"{number}. Area {number}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Area {number}")


def back_to_all_areas(page: Page) -> None:
    """And wait until they are there: an area's page names its neighbours by the same words."""
    page.get_by_role("link", name="Back to all areas").click()
    expect(page).to_have_url(ALL_AREAS)


def write(story: Story, page: Page, name: str, words: str) -> None:
    """Into one text of an area; with scripts it is saved as it is typed."""
    page.locator(f"#answer-{name}").fill(words)
    if story.javascript:
        is_saved(page)


def is_saved(page: Page) -> None:
    """The page says that nothing waits any more."""
    expect(page.locator("[data-status]")).to_contain_text("Everything is saved", timeout=SOON)


def save(story: Story, page: Page) -> None:
    """What was put in is kept."""
    if story.javascript:
        is_saved(page)
    else:
        page.get_by_role("button", name="Save", exact=True).last.click()


def judge(page: Page, *, rating: str, confidence: str = "") -> None:
    """A rating, and how one knows."""
    page.get_by_label(rating, exact=True).check()
    if confidence:
        page.get_by_label(confidence, exact=True).check()


def add_evidence(story: Story, page: Page, kind: str, seen: str) -> None:
    """One piece."""
    page.get_by_role("button", name="Add a piece of evidence").click()
    expect(page.get_by_role("heading", name="Add a piece of evidence")).to_be_visible()
    story.look(page)
    page.get_by_label("What was done").select_option(label=kind)
    page.get_by_label("With whom").fill("pupils of Year 5")
    page.get_by_label("What was seen").fill(seen)
    press(page, re.compile("^Add it"))
    said(page, seen)
    page.get_by_role("link", name=re.compile("^Change or take out evidence 1")).click()
    story.look(page)
    page.get_by_role("link", name="Back to area 1").click()
