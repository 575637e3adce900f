"""From a new cycle to a team that has agreed a day: the team, the head, the reviewers, the lead."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from inclusion_app.foundation import clock
from tests.journeys.reviews.house import Story, press, said, section

WISH = "Who is missing from our clubs, and why?"


def the_team_makes_a_cycle(story: Story, *, preset: str) -> None:
    page = story.walk("office", "/team/cycles")
    page.get_by_role("button", name="New cycle").click()
    story.look(page)
    today = clock.today()
    page.get_by_label("Name", exact=True).fill(f"Cycle {story.name}")
    page.get_by_label("School year").fill("2026")
    for label, days in (("Starts on", 0), ("Last day of enrolment", 0), ("Visits from", 0), ("Visits until", 120)):
        page.get_by_label(label).fill(str(today + timedelta(days=days)))
    page.get_by_role("radio", name=preset).check()
    if preset == "Led by the council":
        page.get_by_role("checkbox", name=story.called("officer")).check()
    press(page, "Make the cycle")
    said(page, "The cycle is there as a draft.")
    story.cycle = re.sub(r"^.*?/team", "/team", page.url)
    story.look(page)


def the_team_invites_the_school(story: Story) -> None:
    page = story.walk("office", story.cycle)
    press(page, "Open enrolment")
    page = story.walk("office", story.cycle, "Invite schools")
    page.get_by_label("Group").select_option(label=f"Cohort {story.name}")
    if not story.javascript:
        page.get_by_role("button", name="Show them").click()
    expect(page.get_by_role("heading", name="1 school to invite")).to_be_visible()
    press(page, "Invite 1 school")
    said(page, "1 school invited.")
    story.look(page)
    expect(page.get_by_role("cell", name=story.school)).to_be_visible()


def the_head_enrols(story: Story) -> None:
    page = story.page_of("head")
    page.get_by_role("link", name="Reviews", exact=True).click()
    said(page, f"{story.school} is invited to Cycle {story.name}.")
    page.get_by_role("link", name=re.compile("^Read and answer by")).click()
    story.look(page)
    press_to_be_refused(page, f"Enrol {story.school}", "Tick this once you have read the agreement")
    page.get_by_role("checkbox", name=re.compile("I have read the agreement")).check()
    page.get_by_label("Who coordinates the self-review?").select_option(label=f"{story.called('senco')}, senco")
    page.get_by_label("Who is the SEND governor?").select_option(label=f"{story.called('governor')}, governor")
    page.get_by_label("What would you like the reviewers to look at?").fill(WISH)
    press(page, f"Enrol {story.school}")
    said(page, "Your school is enrolled.")
    story.look(page)
    page.get_by_role("link", name="Go to the review").click()
    story.look(page)
    story.review = re.sub(r"^.*?/reviews", "/reviews", page.url)


def press_to_be_refused(page: Page, button: str, why: str) -> None:
    """A form that lacks something says so, and keeps what was typed."""
    page.get_by_role("button", name=button).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(why)


def the_team_finds_reviewers(story: Story) -> None:
    page = story.walk("office", story.cycle)
    press(page, "Go on to matching")
    press(page, "Start the reviews")
    page = story.walk("office", story.cycle, "Matching")
    press(page, "Propose teams")
    said(page, "1 of 1 schools have a whole team.")
    story.look(page)
    found = section(page, story.school)
    expect(found).to_contain_text(f"Lead: {story.called('lead')}")
    expect(found).to_contain_text(f"Reviewer: {story.called('reviewer')}")
    press(page, re.compile(f"^Lock {story.called('lead')}"))
    said(page, "Locked.")
    page.get_by_role("link", name=re.compile("^Choose another reviewer")).click()
    story.look(page)
    page.get_by_text("Look at somebody before you choose").click()
    press(page, "What speaks for and against?")
    expect(page.locator("#about")).to_contain_text("Why not")
    story.look(page)
    page = story.walk("office", story.cycle, "Matching")
    press(page, "Confirm, and ask everybody of a whole team")
    said(page, "1 team has been asked")


def the_team_reminds_who_has_not_answered(story: Story) -> None:
    page = story.walk("office", story.cycle, "Board")
    page.get_by_role("checkbox", name=story.school).check()
    press(page, re.compile("^Remind those who owe it"))
    said(page, "reminded")
    story.look(page)


def reviewers_declare_that_nothing_stands_in_the_way(story: Story, *parts: str) -> None:
    for part in parts:
        page = story.owed(part, "say whether you can review, or declare a conflict")
        page.get_by_role("link", name="Answer: does anything stand in the way?").click()
        story.look(page)
        page.get_by_role("radio", name=re.compile("^No, nothing does")).check()
        press(page, "Send")
        story.look(page)


def the_team_is_confirmed(story: Story) -> None:
    story.at("head", "Team", f"Object to {story.called('reviewer')}")  # and thinks better of it
    page = story.at("office", "Team")
    page.get_by_label("Reason").fill("Everybody has declared, and the school is content.")
    press(page, "Confirm now")
    page.get_by_role("link", name="Change the champion").click()
    story.look(page)
    page.get_by_label("Who?").select_option(label=story.called("champion"))
    press(page, "Save")
    said(page, f"Improvement champion: {story.called('champion')}")


def head_and_lead_agree_a_day(story: Story) -> None:
    page = story.owed("head", "agree the date of the visit")
    page.locator(".visit-good a").first.click()
    story.look(page)
    press(page, "Propose these days")
    said(page, "School: yes")
    page = story.owed("lead", "agree the date of the visit")
    press(page, re.compile("^Say yes to"))
    expect(page.get_by_role("heading", name=re.compile("^Agreed: "))).to_be_visible()
