"""News of the network is forgotten when everybody has heard it."""

import pytest
from django.db import connection

from network.services.news import forget_old_news
from network.tasks import forget_old_news as task
from tests.world import build_network


@pytest.mark.django_db
def test_only_news_older_than_two_days_is_deleted() -> None:
    build_network()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE network_change SET made_at = now() - interval '49 hours' WHERE kind IN ('pipe', 'pump')"
        )
        old = cursor.rowcount
        cursor.execute("UPDATE network_change SET made_at = now() - interval '47 hours' WHERE kind = 'valve'")
        cursor.execute("SELECT count(*) FROM network_change WHERE kind NOT IN ('pipe', 'pump')")
        (young,) = cursor.fetchone()
        assert forget_old_news() == old == 11
        cursor.execute("SELECT count(*) FROM network_change")
        assert cursor.fetchone() == (young,)
    task()
