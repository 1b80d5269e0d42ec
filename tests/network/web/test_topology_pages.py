"""A planner looks the network over, reads what was found, repairs it, and undoes a repair."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from network.choices import TopologyCheck
from network.models import NetworkEdit, Node, TopologyReport
from network.services import repair_jobs
from network.services.topology import make_topology_report
from network.services.undo import undo_edit
from network.web import topology
from network.web.topology_words import MEANINGS
from tests.factories.network import make_node
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = pytest.mark.django_db
REPORT, FINDINGS = "/network/topology/", "/network/topology/findings/"


@pytest.fixture
def maria(client: Client) -> User:
    """Return a planner who is signed in and reads English."""
    planner = make_staff("maria", Role.PLANNER)
    client.force_login(planner)
    client.cookies["django_language"] = "en"
    return planner


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(b"".join(answer).decode())


def test_a_planner_looks_over_repairs_one_and_undoes_it(client: Client, maria: User) -> None:
    town = build_network()
    lone = make_node(town.system, "lone", 90, 270)
    assert "Nobody has looked this over yet" in page(client, REPORT)
    assert "nobody has looked yet" in page(client, FINDINGS)
    answer = client.post(REPORT + "new/", {"system": town.system.pk})
    job = Job.objects.get()
    assert answer["Location"] == reverse("gis_core:job_detail", args=[job.pk])
    run_job_now(job.pk)
    job.refresh_from_db()
    assert job.result["url"] == f"{REPORT}?system={town.system.pk}"
    shown = page(client, job.result["url"])
    assert "Node that nothing is joined to" in shown
    assert "It takes no part in any calculation." in shown
    assert "37 checks found nothing" in shown
    rows = client.get(FINDINGS).context["table"].rows
    assert [row.record.object_code for row in rows] == ["lone", "T1"]

    listed = page(client, FINDINGS + "?check=orphan_node")
    assert f'href="/network/nodes/{lone.pk}/"' in listed
    assert f"?select=junctions:{lone.pk}#18/" in listed
    finding = TopologyReport.objects.get().findings.get(check_name="orphan_node")
    answer = client.post(f"{FINDINGS}{finding.pk}/repair/", {"query": "check=orphan_node"})
    assert answer["Location"] == FINDINGS + "?check=orphan_node"
    listed = page(client, answer["Location"])
    assert "lone is repaired" in listed
    assert f'href="/network/nodes/{lone.pk}/"' not in listed  # it is gone
    assert f"{finding.pk}/repair/" not in listed
    assert not Node.objects.filter(pk=lone.pk).exists()
    assert "has been repaired already" in page(
        client, client.post(f"{FINDINGS}{finding.pk}/repair/")["Location"]
    )

    undo_edit(actor=maria, edit=NetworkEdit.objects.get())
    assert Node.objects.get(pk=lone.pk).code == "lone"


def test_all_of_a_check_are_repaired_after_a_page_that_says_how_many(client: Client, maria: User) -> None:
    town = build_network()
    make_node(town.system, "lone", 90, 270)
    make_node(town.system, "solo", 95, 275)
    report = make_topology_report(actor=maria)
    address = f"{REPORT}{report.pk}/repair/orphan_node/"
    assert "Repair all 2 of this check" in page(client, FINDINGS + "?check=orphan_node")
    assert "2 findings will be repaired" in page(client, address)
    Node.objects.filter(code="solo").delete()
    told = page(client, client.post(address)["Location"])
    assert "1 finding is repaired" in told
    assert "1 finding stays as it is. solo: What you are changing is no longer there" in told
    assert client.get(f"{REPORT}{report.pk}/repair/tank_without_levels/").status_code == 404


def test_many_repairs_are_a_job(client: Client, maria: User, monkeypatch: pytest.MonkeyPatch) -> None:
    town = build_network()
    make_node(town.system, "lone", 90, 270)
    report = make_topology_report(actor=maria)
    monkeypatch.setattr(topology, "MOST_AT_ONCE", 0)
    client.post(f"{REPORT}{report.pk}/repair/orphan_node/")
    job = Job.objects.get(kind=repair_jobs.REPAIR_FINDINGS)
    run_job_now(job.pk)
    job.refresh_from_db()
    assert (job.result["repaired"], job.result["refused"]) == (1, 0)
    assert "lone" in page(client, job.result["url"])
    assert NetworkEdit.objects.get().actor == maria


def test_filters_files_and_the_map_show_the_same(client: Client, maria: User) -> None:
    town = build_network()
    make_node(town.system, "near", 400.3, 100)
    report = make_topology_report(actor=maria, system=town.system)
    listed = client.get(FINDINGS, {"severity": "warning", "repaired": "no", "check": "near_nodes"})
    assert [row.record.object_code for row in listed.context["table"].rows] == ["near"]
    text = page(client, f"{FINDINGS}?check=near_nodes&report={report.pk}&export=csv")
    assert "near" in text
    assert "0.3 m" in text
    assert "<" not in text
    marks = client.get(FINDINGS, {"check": "near_nodes", "export": "geojson"}).json()["features"]
    assert [(mark["properties"]["title"], mark["properties"]["tone"]) for mark in marks] == [("near", "warn")]
    assert "Nobody has looked this over yet" in page(client, REPORT + "?system=all")
    assert client.get(REPORT + "?system=nowhere").status_code == 404


def test_who_may_not_edit_reads_and_repairs_nothing(client: Client) -> None:
    town = build_network()
    make_node(town.system, "lone", 90, 270)
    make_topology_report(actor=None)
    client.force_login(make_staff("takis", Role.TECHNICIAN))
    for address in (REPORT, FINDINGS + "?check=orphan_node"):
        shown = page(client, address)
        assert "/repair/" not in shown
        assert "topology/new/" not in shown


def test_a_full_list_asks_no_more_than_an_empty_one(
    client: Client, maria: User, budget: Callable[[str], AbstractContextManager[object]]
) -> None:
    town = build_network()
    for number in range(30):
        make_node(town.system, f"lone{number}", 90 + number, 270)
    make_topology_report(actor=maria)
    with budget("network:topology_finding_list"):
        assert "lone29" in page(client, FINDINGS)


def test_every_check_has_its_meaning() -> None:
    assert set(MEANINGS) == set(TopologyCheck)
