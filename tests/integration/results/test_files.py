"""Files hold what the page shows: a number that is hidden there is in no cell of any of the three."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from inclusion_app.access.roles import Role
from tests.factories.accounts import somebody
from tests.integration.insights.facts import everything_has_happened
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
FILES = ("groups/completion", "schools/completion")
HIDDEN = "1–4"


@pytest.fixture
def team(client: Visitor) -> Visitor:
    """Somebody of the team, in a county where one of two people has completed their training."""
    everything_has_happened()
    client.sign_in(somebody(Role.TEAM_VIEWER))
    return client


@pytest.mark.parametrize("path", FILES)
def test_few_people_are_in_no_file_either(team: Visitor, path: str) -> None:
    def fetched(form: str) -> bytes:
        answer = team.get(f"/team/results/files/{path}.{form}?window=ever")
        assert answer.status_code == 200
        return bytes(answer.data)

    table = list(csv.reader(io.StringIO(fetched("csv").decode("utf-8-sig"))))
    places = [table[0].index(name) for name in ("Share in per cent", "Counted", "Of", "As shown")]
    rows = table[1 : table.index([])]
    assert rows
    assert {tuple(row[place] for place in places) for row in rows} == {("", "", "", HIDDEN)}

    sheet = load_workbook(io.BytesIO(fetched("xlsx")), read_only=True)["Results"]
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {tuple(row[place] or "" for place in places) for row in cells} == {("", "", "", HIDDEN)}

    content = ZipFile(io.BytesIO(fetched("ods"))).read("content.xml").decode()
    assert HIDDEN in content
    urn = 100_000
    numbers = [float(number) for number in re.findall(r'office:value="([^"]*)"', content)]
    assert [number for number in numbers if number < urn] == []
