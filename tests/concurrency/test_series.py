"""Two who want numbers of one series at once get different ones, without gaps."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from documents.models import NumberSeries
from documents.services.series import take_numbers


def take(count: int) -> range:
    return take_numbers(code="A", year=2026, count=count, title="Bills")


def test_eight_takers_leave_no_gap(committed_db: None) -> None:
    taken: list[int] = []
    barrier = Barrier(8)

    def work() -> None:
        barrier.wait()
        for count in (1, 3, 2):
            with transaction.atomic():
                numbers = take(count)
            taken.extend(numbers)
        connection.close()

    threads = [Thread(target=work) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 49))
    assert NumberSeries.objects.get().last_number == 48


@pytest.mark.django_db
def test_numbers_of_a_transaction_undone_were_never_taken() -> None:
    with transaction.atomic():
        assert take(2) == range(1, 3)
    with transaction.atomic():
        take(5)
        transaction.set_rollback(True)
    assert take(1) == range(3, 4)
    assert take(0) == range(0)


def test_numbers_are_not_taken_outside_a_transaction(committed_db: None) -> None:
    with pytest.raises(RuntimeError):
        take(1)
