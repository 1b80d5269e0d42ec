"""What QGIS gets: views that show the network only, a role that can do nothing else, a project in Greek."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from gis_core.choices import Role
from gis_core.models import User
from network.services.qgis import close_to_qgis, open_to_qgis, qgis_project
from network.sql.gis_views import VIEWS
from tests.factories.people import make_staff
from tests.world import build_network

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("roles of the server")]


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_the_role_reads_the_network_and_nothing_of_consumers() -> None:
    town = build_network()
    open_to_qgis(role="hydria_test_reader", password="a-long-word")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hydria_test_reader")
    assert _count("gis.pipes") == _count('gis_el."αγωγοί"') == len(town.pipes)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "κωδικός", "υλικό" FROM gis_el."αγωγοί" ORDER BY id LIMIT 1')
        assert cursor.fetchone()[1] == "PVC (πολυβινυλοχλωρίδιο)"
    for table in ("parties_party", "meters_connection", "network_pipe", "gis_core_user"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            _count(table)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gis.stations")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_opening_twice_and_closing_leave_what_they_say() -> None:
    for _time in range(2):
        open_to_qgis(role="hydria_test_reader", password="a-long-word")
    close_to_qgis()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname IN ('gis', 'gis_el')")
        assert cursor.fetchone() == (0,)


def test_the_project_names_every_view_in_greek() -> None:
    build_network()
    with zipfile.ZipFile(io.BytesIO(qgis_project())) as packed:
        root = ElementTree.fromstring(packed.read("hydria.qgs"))
    layers = root.findall("projectlayers/maplayer")
    assert {layer.findtext("layername") for layer in layers} >= {"Αγωγοί", "Κόμβοι", "Ζώνες"}
    sources = " ".join(layer.findtext("datasource") or "" for layer in layers)
    assert all(f'"gis"."{view.name}"' in sources for view in VIEWS)
    assert "password" not in sources
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:2100"
    assert root.findtext("properties/SpatialRefSys/ProjectionsEnabled") == "1"


def test_administrators_alone_get_the_project_and_its_connection(client_as: Callable[[User], Client]) -> None:
    build_network()
    client = client_as(make_staff("ioanna", Role.ADMINISTRATOR))
    assert client.get(reverse("network:qgis_project")).content.startswith(b"PK")
    text = client.get(reverse("network:qgis_service")).content.decode()
    assert text.startswith("[hydria]\n")
    assert "password" not in text
    assert (
        client_as(make_staff("maria", Role.PLANNER)).get(reverse("network:qgis_project")).status_code == 403
    )
