"""People who cannot use a mouse: a head enrols a school; a reviewer declares, writes a form, and sends it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import follow, press_until, sign_in_by_keyboard
from tests.journeys.reviews.house import Story, said
from tests.journeys.reviews.visiting import BETTER, WORKING, is_saved
from tests.support.visitor import PASSWORD


def signed_in(story: Story, part: str) -> Page:
    """Somebody's browser, without having touched a mouse."""
    if part not in story.pages:
        page = story.pages[part] = story.new_page(javascript=True)
        page.goto("/sign-in")
        sign_in_by_keyboard(page, story.people[part], PASSWORD)
    return story.pages[part]


def the_head_enrols(story: Story) -> None:
    page = signed_in(story, "head")
    follow(page, "Reviews")
    follow(page, re.compile("^Read and answer by"))
    press_until(page, "I have read the agreement, and I accept it for my school")
    page.keyboard.press("Space")
    press_until(page, "Who coordinates the self-review?")
    page.keyboard.type(story.called("senco"))
    press_until(page, "Who is the SEND governor?")
    page.keyboard.type(story.called("governor"))
    follow(page, f"Enrol {story.school}")
    said(page, "Your school is enrolled.")
    follow(page, "Go to the review")
    story.look(page)
    story.review = re.sub(r"^.*?/reviews", "/reviews", page.url)


def the_reviewer_declares(story: Story) -> None:
    page = signed_in(story, "reviewer")
    follow(page, "Reviews")
    follow(page, f"{story.school}: say whether you can review, or declare a conflict")
    follow(page, "Answer: does anything stand in the way?")
    press_until(page, "No, nothing does: I will review this school")
    page.keyboard.press("Space")
    follow(page, "Send")
    said(page, "You are on the team")


def the_reviewer_writes_and_submits(story: Story) -> None:
    page = signed_in(story, "reviewer")
    follow(page, "Reviews")
    follow(page, f"{story.school}: submit the review form")
    follow(page, "1. Area 1")
    type_texts(page)
    choose(page, "1 Starting", downs=2)
    expect(page.get_by_label("3 Secure")).to_be_checked()
    choose(page, "Saw it", downs=0)
    is_saved(page)
    for kind, seen in (("Learning walk", "Timetables with pictures hang in every room."), ("Look at d", "The plan.")):
        follow(page, "Add a piece of evidence")
        press_until(page, "What was done")
        page.keyboard.type(kind)
        press_until(page, "What was seen, heard or read")
        page.keyboard.type(seen)
        follow(page, "Add it")
    follow(page, "Save and go on to area 2")
    type_texts(page)
    choose(page, "1 Starting", downs=4)
    expect(page.get_by_label("N Not looked at")).to_be_checked()
    is_saved(page)
    follow(page, "Back to all areas")
    follow(page, "Check and submit")
    said(page, "Every area is complete.")
    follow(page, "Submit my review form")
    said(page, "Submitted on")


def type_texts(page: Page) -> None:
    """What is working, and what could be better; the answer to the questions stays empty."""
    for label, words in (
        ("What is working", WORKING["reviewer"]),
        ("What could be even better", BETTER["reviewer"]),
        ("Questions to think about", "Who would notice?"),
    ):
        press_until(page, label)
        page.keyboard.type(words)
    is_saved(page)


def choose(page: Page, first: str, *, downs: int) -> None:
    """One of several: to the first of them, chosen with the space bar, and down from there."""
    press_until(page, first)
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
