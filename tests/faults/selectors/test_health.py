"""Doctor's look at the reports' numbers."""

import pytest

from faults.choices import FaultCategory
from faults.models import Fault
from faults.selectors.health import check_fault_numbers
from tests.factories.network import point

pytestmark = pytest.mark.django_db


def _report(year: int, number: int) -> None:
    Fault.objects.create(year=year, number=number, category=FaultCategory.values[0], geom=point(120, 200))


def test_numbers_from_one_in_each_year_are_well() -> None:
    for year, number in ((2025, 1), (2025, 2), (2026, 1)):
        _report(year, number)
    result = check_fault_numbers()
    assert result.ok
    assert result.detail.startswith("3 ")


@pytest.mark.parametrize("numbers", [(2, 3), (1, 3)])
def test_a_missing_number_is_found(numbers: tuple[int, int]) -> None:
    _report(2025, 1)
    for number in numbers:
        _report(2026, number)
    result = check_fault_numbers()
    assert not result.ok
    assert result.detail.endswith("2026")
    assert result.remedy
