"""What a course may say of charges is what charges can read."""

import pytest

from inclusion_app.training.catalogue.choices import CourseChoices
from inclusion_app.training.catalogue.rules import course_problems


@pytest.mark.parametrize("bands", ["10:100 5:50", "10:50 10:60", "ten:50", "10:0", "10:50, 5:100", "1:1 " * 60])
def test_bands_that_charges_could_not_read_are_refused_beside_their_field(bands: str) -> None:
    said = CourseChoices(title="T", strand="s", provider="p", summary="S", delivery="online", charge_bands=bands)
    assert [field for field, _ in course_problems(said, slug=None)] == ["charge_bands"]


@pytest.mark.parametrize("bands", ["", "10:50 5:100", "5:100"])
def test_bands_that_charges_can_read_are_kept(bands: str) -> None:
    said = CourseChoices(title="T", strand="s", provider="p", summary="S", delivery="online", charge_bands=bands)
    assert course_problems(said, slug=None) == []
