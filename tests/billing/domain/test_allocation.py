"""Money covers charges oldest first, never more than there is on either side."""

from collections import defaultdict
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from billing.domain.allocation import Cover, allocate

amounts = st.lists(st.decimals(Decimal("0.01"), 500, places=2), max_size=8)


def test_two_payments_cover_three_charges_in_order() -> None:
    charges = [(1, Decimal(30)), (2, Decimal(20)), (3, Decimal(10))]
    assert allocate(charges, [(7, Decimal(35)), (8, Decimal(20))]) == [
        Cover(1, 7, Decimal(30)),
        Cover(2, 7, Decimal(5)),
        Cover(2, 8, Decimal(15)),
        Cover(3, 8, Decimal(5)),
    ]


@given(amounts, amounts)
def test_all_that_can_be_covered_is_and_nothing_twice(owed: list[Decimal], paid: list[Decimal]) -> None:
    covers = allocate(list(enumerate(owed)), list(enumerate(paid)))
    assert sum(cover.amount for cover in covers) == min(sum(owed), sum(paid))
    by_charge: dict[int, Decimal] = defaultdict(Decimal)
    by_credit: dict[int, Decimal] = defaultdict(Decimal)
    for cover in covers:
        assert cover.amount > 0
        by_charge[cover.charge] += cover.amount
        by_credit[cover.credit] += cover.amount
    assert all(by_charge[place] <= amount for place, amount in enumerate(owed))
    assert all(by_credit[place] <= amount for place, amount in enumerate(paid))
    assert sorted(by_charge) == list(range(len(by_charge)))
