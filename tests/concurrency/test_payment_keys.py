"""The till's key comes over two database connections at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounting.services.chart import install_chart
from billing.errors import PaymentError
from billing.models import Payment
from billing.services.payments import receive_payment
from documents.models import NumberSeries
from gis_core.choices import Role
from gis_core.models import User
from meters.models import Connection
from parties.models import Party
from tests.factories.billing import make_connection, make_payer, make_route
from tests.factories.people import make_staff


def _pay_at_once(nikos: User, payer: Party, supplies: list[Connection], key: str) -> list[str]:
    start = Barrier(len(supplies))

    def pay(supply: Connection) -> str:
        try:
            start.wait(timeout=10)
            payment = receive_payment(
                actor=nikos, key=key, connection=supply, party=payer, amount=Decimal(5), method="cash",
                received_on=timezone.localdate(),
            )  # fmt: skip
        except PaymentError as error:
            return error.code
        finally:
            connection.close()
        return payment.reference

    with ThreadPoolExecutor(len(supplies)) as pool:
        return sorted(pool.map(pay, supplies))


@pytest.mark.usefixtures("committed_db")
def test_one_key_at_once_is_one_payment_and_leaves_no_gap() -> None:
    install_chart(actor=None)
    nikos, payer, route = make_staff("nikos", Role.CASHIER), make_payer(), make_route()
    one, other = (make_connection(route, place, payer=payer) for place in (1, 2))
    year = timezone.localdate().year

    assert _pay_at_once(nikos, payer, [one, one, one], "till:1") == [f"RC-{year}-000001"] * 3
    assert Payment.objects.count() == 1

    for turn in range(5):
        outcomes = _pay_at_once(nikos, payer, [one, other], f"till:turn{turn}")
        assert outcomes == [f"RC-{year}-{turn + 2:06d}", "key_reused"]
    assert list(Payment.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert NumberSeries.objects.get(code="RC", year=year).last_number == 6
