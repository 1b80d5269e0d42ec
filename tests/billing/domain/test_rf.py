"""RF payment codes against the published vectors."""

from decimal import Decimal

import pytest
from stdnum.iso11649 import is_valid

from billing.domain.rf import STANDING, amount_digit, bill_payment_number, is_rf_code, rf_code


def test_codes_equal_the_published_ones() -> None:
    number = 123456789012345
    assert rf_code(organisation="91234", payment_number=number) == "RF56912348123456789012345"
    assert rf_code(organisation="91234", payment_number=number, digit=STANDING) == "RF05912349123456789012345"
    digit = amount_digit(Decimal("15.22"))
    assert rf_code(organisation="91234", payment_number=number, digit=digit) == "RF76912340123456789012345"


def test_a_code_of_a_real_organisation_is_valid_and_wrong_ones_are_not() -> None:
    assert is_rf_code("RF23 9020 1800 0009 3204 2721 6")
    assert not is_rf_code("RF8912349123456789012345")
    assert not is_rf_code("RF00912349123456789012345")


def test_a_bills_code_holds_its_year_series_and_number() -> None:
    number = bill_payment_number(series_code="A", year=2026, number=18442)
    assert number == 202601000018442
    assert bill_payment_number(series_code="Z", year=2026, number=1) == 202626000000001
    assert is_valid(rf_code(organisation="91234", payment_number=number))


def test_an_organisation_that_does_not_begin_with_9_is_refused() -> None:
    with pytest.raises(ValueError, match="beginning with 9"):
        rf_code(organisation="81234", payment_number=1)
