"""The report: written by the lead out of the team's forms, corrected by the school, and made final."""

from playwright.sync_api import expect

from tests.journeys.reviews.house import Story, press, said
from tests.journeys.reviews.reading import WORDS
from tests.journeys.reviews.visiting import WORKING

ANSWER = "We have counted again: twelve."


def the_lead_writes_the_report(story: Story) -> None:
    page = story.at("lead", "Write the report", "Area 1")
    press(page, f"Pull across what {story.called('reviewer')} says")
    field = page.get_by_role("textbox", name="What is working")
    expect(field).to_have_value(WORKING["reviewer"])
    page.get_by_label("The team’s agreed rating").select_option(label="3: Secure")
    press(page, "Save")
    page = story.at("lead", "Write the report", "Area 2")
    page.get_by_label("The team’s agreed rating").select_option(label="N: Not looked at")
    press(page, "Save")
    page = story.at("lead", "Write the report", "Write the summary of the whole report")
    page.get_by_label("Summary").fill(WORDS["report"])
    press(page, "Save")
    page.get_by_label("Area", exact=True).select_option(label="Area 1")
    press(page, "Add this theme")
    said(page, "Nothing stands in the way.")
    story.look(page)


def the_draft_goes_to_the_school(story: Story) -> None:
    page = story.owed("lead", "release the draft report to the school")
    press(page, "Send the draft to the school")
    said(page, "The draft is with the school.")
    story.look(page)


def the_head_corrects_a_fact_and_responds(story: Story) -> None:
    page = story.at("head", "Draft report")
    said(page, WORDS["report"])
    page.get_by_role("link", name="Say what is not right").click()
    story.look(page)
    page.get_by_label("Where it stands").fill("Area 1, what is working")
    page.get_by_label("What the draft says there").fill("There are eleven support staff.")
    page.get_by_label("What is right", exact=True).fill(WORDS["point"])
    press(page, "Add this point")
    page.get_by_role("link", name="Change point 1").click()
    story.look(page)
    press(page, "Save this point")
    press(page, "Send these points to the lead reviewer")
    said(page, "Your points are with the lead reviewer")
    page.get_by_role("link", name="Write a response").click()
    story.look(page)
    page.get_by_label("Your response").fill(WORDS["response"])
    press(page, "Save the response")


def the_lead_answers_and_makes_it_final(story: Story) -> None:
    page = story.owed("lead", "raise factual points, or answer them")
    page.get_by_role("radio", name="Accepted", exact=True).check()
    page.get_by_label("Why, and what changes in the report").fill(ANSWER)
    press(page, "Save this answer")
    press(page, "Every point is answered: go on")
    said(page, "The points are answered")
    press(page, "Make the report final")
    said(page, "The report is final.")
    said(page, WORDS["response"])
    story.look(page)
