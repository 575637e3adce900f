"""A first look at signing in."""

from inclusion_app.access.roles import Role
from tests.factories.accounts import somebody
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor


def test_pages_of_a_headteacher_open(database, client: Visitor) -> None:
    school = SchoolFactory()
    head = somebody(Role.HEADTEACHER, school=school)
    client.sign_in(head)
    for path in ("/", "/account", f"/schools/{school.urn}/staff", f"/schools/{school.urn}/accounts"):
        answer = client.get(path)
        assert answer.status_code == 200, path


def test_pages_of_a_manager_open(database, client: Visitor) -> None:
    manager = somebody(Role.TEAM_MANAGER)
    client.sign_in(manager)
    for path in (
        "/",
        "/team/people",
        "/team/people/new",
        f"/team/people/{manager.id}",
        "/team/audit",
        "/team/messages",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
