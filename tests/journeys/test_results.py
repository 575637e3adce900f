"""From every figure of the county by clicks to a fact behind it; with filters, without scripts, and by keyboard."""

import math
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import County, Visit
from tests.journeys.keyboard import follow, sign_in_by_keyboard
from tests.journeys.people import see, sign_in
from tests.journeys.test_accessible import look_at
from tests.support.browser import PHONE, assert_fits_its_width

HERE = "/team/results"
SEND_HEAD = "time_period,URN,Total pupils,SEN support,EHC plan"
NOT_REACHED = "not-yet-reached"
ALWAYS_THERE = {"reach", "review-completion", "completion", "follow-through", "review-stage-visited"}
CODE = re.compile(r"/measures/([a-z0-9-]+)")
OF = re.compile(r"([\d,]+) of [\d,]+")
FIGURES = (
    ".headline a[href*='/measures/reach/schools']",
    "a.figure[href*='/measures/']",
    ".funnel a[href*='/schools']",
    ".heat__total a[href*='/schools']",
)
"""Where the figures stand on the county's page, each a link to its measure or to the schools behind it."""
FACTS = (
    (r"/schools/\d+/bookings", "td a[href*='/bookings/']", "What has happened"),
    (r"/schools/\d+/reviews", "td a[href^='/reviews/']", "Stages"),
    (r"/schools/\d+/results", "section[aria-labelledby=actions] a[href$='/plan']", "Action 1"),
    (r"/schools/\d+/training-record", "", "Who holds what"),
)
"""Where a way leads, what is clicked there (nothing where the fact stands at once), and the heading over the fact."""
OF_A_SCHOOL = (
    ("review-", "section[aria-labelledby=review] a[href^='/reviews/']", "Stages"),
    ("strand-", "section[aria-labelledby=training] a[href*='holding=']", "Who holds what"),
    ("follow-through", "section[aria-labelledby=actions] a[href$='/plan']", "Action 1"),
    ("", "section[aria-labelledby=training] a[href$='/bookings']", "Bookings"),
)
"""For the measures that begin so: the link from the page of a school, and what stands where it leads."""


@pytest.fixture
def board(visit: Visit, county: County) -> Page:
    """The county's page of results, over all time, as a manager comes to it."""
    page = visit("/sign-in")
    sign_in(page, county.account("team-manager"))
    page.get_by_role("link", name="Results", exact=True).click()
    see(page, "Results by school")
    page.get_by_label("Counted over").select_option("ever")
    expect(page.locator("#results")).to_contain_text("Counted over: Ever")
    return page


@pytest.fixture
def plain_board(visit: Visit, county: County) -> Page:
    """The same without scripts, where everything is a form and links."""
    page = visit("/sign-in", javascript=False)
    sign_in(page, county.account("team-manager"))
    page.goto(HERE)
    page.get_by_label("Counted over").select_option("ever")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#results")).to_contain_text("Counted over: Ever")
    return page


def figures_of(board: Page) -> dict[str, tuple[int, str]]:
    """Every figure on the page, by the code of its measure: its numerator, and where its link leads."""
    found: dict[str, tuple[int, str]] = {}
    for link in board.locator(", ".join(FIGURES)).all():
        address = link.get_attribute("href") or ""
        code = CODE.search(address)
        assert code, f"{address} leads to no measure"
        said = link.inner_text()
        if code.group(1) == "reach":
            said = board.locator(".headline__sentence").inner_text()
        number = OF.search(said) or re.match(r"(\d+)", said)
        assert number, f"{code.group(1)} has nothing to count, where all that ever happened is counted: {said!r}"
        found.setdefault(code.group(1), (int(number.group(1).replace(",", "")), address))
    return found


def list_behind(board: Page, code: str, address: str) -> Page:
    """In a tab of its own, by the figure's link, and from the page of a measure by the one to its schools."""
    with board.context.expect_page() as opened:
        board.locator(f"#results a[href='{address}']").first.click(modifiers=["ControlOrMeta"])
    page = opened.value
    if not urlsplit(address).path.endswith("/schools"):
        page.get_by_role("link", name="The schools counted").click()
    expect(page).to_have_url(re.compile(rf"/measures/{code}/schools\?window=ever"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Schools behind")
    return page


def least_and_most(page: Page) -> tuple[float, float]:
    """What the parts of the listed schools come to: a part of one to four people is not told."""
    parts = page.locator("td[data-label='Its part']").all_inner_texts()
    told = {"Counted": (1.0, 1.0), "1–4": (1.0, 4.0), "Hidden": (0.0, math.inf)}
    each = [told.get(part) or (float(part.split("(")[1].split(" of ")[0]),) * 2 for part in parts]
    return sum(part[0] for part in each), sum(part[1] for part in each)


def to_the_fact(page: Page) -> None:
    """From where a way leads, by at most one click, to a fact."""
    path = urlsplit(page.url).path
    known = [(link, heading) for beginning, link, heading in FACTS if re.fullmatch(beginning, path)]
    assert known, f"Nobody has said which facts stand at {path}"
    for link, heading in known:
        if link:
            page.locator(link).first.click()
        expect(page.get_by_role("heading", name=heading).first).to_be_visible()


def test_every_figure_leads_to_the_schools_and_the_facts_behind_it_without_scripts(plain_board: Page) -> None:
    figures, walked = figures_of(plain_board), set[tuple[str, str]]()
    assert set(figures) >= ALWAYS_THERE
    for code, (numerator, address) in figures.items():
        page = list_behind(plain_board, code, address)
        least, most = least_and_most(page)
        assert least <= numerator <= most, f"{code}: {numerator} on the county's page, {least} to {most} on the list"
        rows = page.locator("#results tbody tr")
        if numerator:
            expect(page.locator("#results")).not_to_contain_text("No schools")
            walked |= walk_on(page, code, known=walked)
        else:
            assert (code, rows.count()) == (code, 0)
        page.close()
    assert {beginning for beginning, _ in walked} == {beginning for beginning, _, _ in OF_A_SCHOOL}


def walk_on(page: Page, code: str, *, known: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """From the first school of a list to a fact, by the list's way and by the school's page; each way once."""
    way = page.locator("td[data-label='What is counted']").first.locator("a").first
    beginning, link, heading = next(one for one in OF_A_SCHOOL if code.startswith(one[0]))
    step = (beginning, way.inner_text().split(" of ")[0])
    if step in known:
        return set()
    listed = page.url
    way.click()
    to_the_fact(page)
    page.goto(listed)
    page.locator("td a[href$='/results']").first.click()
    page.locator(link).first.click()
    expect(page.get_by_role("heading", name=heading).first).to_be_visible()
    return {step}


def test_whom_nobody_has_reached_is_a_list_as_long_as_the_figure(board: Page) -> None:
    card = board.locator("a.figure--action")
    number = int(card.locator(".figure__number").inner_text())
    card.click()
    see(board, "Not yet reached")
    expect(board.locator("#results td[data-label='School']")).to_have_count(number)
    board.goto(f"{HERE}/measures/{NOT_REACHED}/schools?which=out")
    board.locator("td[data-label='What is counted'] a").first.click()
    board.locator(".timeline a[href*='/bookings']").first.click()
    to_the_fact(board)


def test_filters_in_place_stand_in_the_address(board: Page) -> None:
    district = board.get_by_label("District", exact=True).locator("option").nth(1)
    code, name = district.get_attribute("value"), district.inner_text()
    board.evaluate("window.sameDocument = true")
    board.get_by_label("District", exact=True).select_option(code)
    expect(board.locator("#results")).to_contain_text(f"District: {name}")
    expect(board).to_have_url(re.compile(f"window=ever.*district={code}"))
    board.get_by_label("By", exact=True).select_option("phase")
    expect(board.locator(".heat thead")).to_contain_text("Phase")
    assert board.evaluate("window.sameDocument")
    shown = board.locator("#results").inner_text()
    board.reload()
    assert board.locator("#results").inner_text() == shown
    board.go_back()
    expect(board.locator(".heat thead")).to_contain_text("District")
    board.locator(".funnel a").first.click()
    expect(board).to_have_url(re.compile(f"district={code}"))
    expect(board.locator("#results")).to_contain_text(f"District: {name}")


def test_on_a_phone_by_the_keyboard_from_the_funnel_to_a_review(visit: Visit, county: County) -> None:
    account = county.account("team-manager")
    page = visit("/sign-in", screen=PHONE)
    sign_in_by_keyboard(page, account["email"], account["password"])
    follow(page, "Results")
    expect(page.locator(".headline__sentence")).to_be_in_viewport()  # the choices above it are folded away
    expect(page.get_by_label("Counted over")).to_be_hidden()
    follow(page, re.compile(r"\d+\s+schools have reached “Visited”"))
    expect(page.locator("#results")).to_contain_text("have reached “Visited”")
    assert_fits_its_width(page)
    follow(page, re.compile("Reviews and forms"))
    follow(page, re.compile("Review forms in|Visited"))
    expect(page.get_by_role("heading", name="Stages")).to_be_visible()
    see(page, "")


def test_forms_of_results_and_what_they_answer_are_without_barriers(visit: Visit, county: County) -> None:
    page = visit("/sign-in")
    sign_in(page, county.account("team-manager"))

    def answered(path: str, button: str, said: str) -> None:
        if path:
            page.goto(path)
        page.get_by_role("main").get_by_role("button", name=button).click()
        expect(page.get_by_role("main")).to_contain_text(said)
        look_at(page)

    answered(f"{HERE}/measures/reach/schools", "Send reminders", "Choose at least one school")
    page.get_by_role("link", name="Choose at least one school").click()
    expect(page.get_by_role("checkbox").first).to_be_focused()
    answered(f"{HERE}/clients", "Make its token", "Choose what it may read")
    page.get_by_label("What is the tool called?").fill("The council’s dashboard")
    page.get_by_role("checkbox").first.check()
    answered("", "Make its token", "It is shown this once")
    answered(f"{HERE}/equity/send", "Look at the file", "Choose a CSV file that is not empty")
    page.get_by_label("CSV file").set_input_files(_file("wrong.csv", "URN,Total pupils\n1,2\n"))
    answered("", "Look at the file", "no column for")
    urn = county.account("headteacher")["urn"]
    page.get_by_label("CSV file").set_input_files(_file("send.csv", f"{SEND_HEAD}\n202324,{urn},200,30,5\n"))
    answered("", "Look at the file", "Check what would change")
    page.evaluate("document.querySelector('input[name=packed]').value = 'not what was looked at'")
    answered("", "Take it over", "National file on special educational needs")
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
