"""Nobody is led to another site."""

import pytest

from inclusion_app.foundation.links import path_here

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n//evil.example",
    "/path\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/%2fevil.example",
    "/%2Fevil.example",
    "/%5cevil.example",
    "http://evil.example",
    "https:evil.example",
    "HTTPS://evil.example/path",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "../evil",
    "?next=//evil.example",
    "#there",
    "@evil.example",
    "/\x00/evil.example",
    "/\x7f/evil.example",
    "",
    None,
]
HERE = ["/", "/catalogue", "/catalogue?q=autism&page=2", "/schools/100001/basket", "/a#part", "/search?next=//x", "/é"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_an_address_elsewhere_leads_home(wanted: str | None) -> None:
    assert path_here(wanted) == "/"
    assert path_here(wanted, otherwise="/account") == "/account"


@pytest.mark.parametrize("wanted", HERE)
def test_a_path_of_the_service_is_followed(wanted: str) -> None:
    assert path_here(wanted) == wanted
