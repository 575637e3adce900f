"""After the report: the champion's workshop, the school's plan, the follow-up, the evaluations, and the end."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from inclusion_app.foundation import clock
from tests.journeys.reviews.house import Story, press, said
from tests.journeys.reviews.reading import WORDS

MEASURE = "Ten of the twelve come to a club in the summer."
DIFFERENT = "More children stay after school."
LEARNED = "A second pair of eyes sees the corridor."


def the_champion_holds_the_workshop(story: Story) -> None:
    page = story.owed("champion", "hold the workshop and record it")
    page.get_by_role("button", name="Set a day and invite people").click()
    story.look(page)
    for label, value in (
        ("Day", str(_day(14))),
        ("Starts at", "15:30"),
        ("Ends at", "17:00"),
        ("Place", "Hall"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    press(page, "Save and invite")
    page.get_by_role("button", name="Record the workshop").click()
    story.look(page)
    page.get_by_label("Day on which it was held").fill(str(_day(0)))
    page.get_by_label("Who of the school was there").fill("The head, and six members of staff")
    page.get_by_label("Priority 1", exact=True).fill(WORDS["priority"])
    page.get_by_label("Area of priority 1").select_option(label="Area 1")
    press(page, "Record the workshop")
    said(page, "The workshop is recorded.")
    story.look(page)


def the_head_writes_and_publishes_the_plan(story: Story) -> None:
    page = story.owed("head", "agree the plan")
    page.get_by_role("button", name="Add an action").click()
    story.look(page)
    page.get_by_label("What will be done").fill(WORDS["action"])
    page.get_by_label("Area it is drawn from").select_option(label="Area 1")
    page.get_by_label("Who owns it").select_option(index=1)
    page.get_by_label("By when").fill(str(_day(60)))
    page.get_by_label("How it will be known that it has worked").fill(MEASURE)
    press(page, "Save")
    page.get_by_role("link", name="Change action 1").click()
    story.look(page)
    press(page, "Save")
    page.get_by_label("Day of the follow-up").fill(str(_day(90)))
    press(page, "Publish the plan")
    said(page, "The plan is published.")
    story.look(page)
    page.get_by_role("link", name=re.compile("^Say how it goes")).click()
    story.look(page)


def the_champion_records_the_follow_up(story: Story) -> None:
    page = story.owed("champion", "record the follow-up")
    page.get_by_label("Day on which it was held").fill(str(_day(0)))
    page.get_by_role("radio").first.check()
    page.get_by_label("How do you know?").fill("We counted them in June.")
    page.get_by_label("What is different now for pupils").fill(DIFFERENT)
    press(page, "Record the follow-up")
    said(page, DIFFERENT)
    story.look(page)


def everybody_says_how_it_was(story: Story, *parts: str) -> None:
    for part in parts:
        page = story.at(part, "How was it?")
        for question in page.locator("fieldset").filter(has=page.get_by_role("radio")).all():
            question.get_by_role("radio").nth(3).check()
        page.get_by_label("What did you learn?").fill(LEARNED)
        press(page, "Send")
        said(page, "Thank you.")


def the_team_closes_it(story: Story) -> None:
    page = story.at("office", "Close the review")
    page.get_by_label("Why is it closed now?").fill("Everything is done.")
    press(page, "Close it now")
    said(page, "The review is closed.")
    expect(page.get_by_text("Stage 16 of 16")).to_be_visible()


def _day(ahead: int) -> object:
    return clock.today() + timedelta(days=ahead)
