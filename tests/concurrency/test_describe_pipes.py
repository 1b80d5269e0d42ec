"""Who describes many pipes at once holds rows in the order of edits: nodes first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from network.models import Material, Node, Pipe
from network.services.pipes import describe_pipes
from tests.concurrency.waiting import until_someone_waits
from tests.world import build_network


@pytest.mark.usefixtures("committed_db")
def test_an_edit_that_holds_a_node_gets_its_pipe_too() -> None:
    """Two that took rows in different orders would wait for each other, and one of them would be thrown out."""
    town = build_network()
    pe = Material.objects.get(code="PE")
    pipe = town.pipes["p3"]

    def describe() -> int:
        try:
            return describe_pipes(actor=None, pipe_ids=[pipe.pk], material=pe, laid_year=2012)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert Node.objects.select_for_update().get(pk=pipe.start_node_id).code == "n4"
            described = pool.submit(describe)
            until_someone_waits()
            held = Pipe.objects.select_for_update(nowait=True, of=("self",)).get(pk=pipe.pk)
            assert held.laid_year == pipe.laid_year
        assert described.result(timeout=20) == 1
    now = Pipe.objects.get(pk=pipe.pk)
    assert (now.material, now.laid_year) == (pe, 2012)


@pytest.mark.usefixtures("committed_db")
def test_a_pipe_that_gets_another_end_meanwhile_is_held_again_with_it() -> None:
    town = build_network()
    pe = Material.objects.get(code="PE")
    pipe, end = town.pipes["p3"], town.nodes["n9"]

    def describe() -> int:
        try:
            return describe_pipes(actor=None, pipe_ids=[pipe.pk], material=pe, laid_year=2012)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert Node.objects.select_for_update().get(pk=pipe.start_node_id).code == "n4"
            described = pool.submit(describe)
            until_someone_waits()
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE network_pipe AS p SET end_node_id = n.id, geom = ST_MakeLine(ST_StartPoint(p.geom), n.geom)"
                    " FROM network_node AS n WHERE n.id = %s AND p.id = %s",
                    [end.pk, pipe.pk],
                )
        assert described.result(timeout=20) == 1
    now = Pipe.objects.get(pk=pipe.pk)
    assert (now.material, now.end_node) == (pe, end)
