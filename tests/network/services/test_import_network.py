"""A file becomes a supply system: all of it, or nothing and why."""

from __future__ import annotations

import gzip
import json
import warnings
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from network.choices import LinkStatus, NodeKind
from network.domain.epanet import _wntr
from network.errors import NetworkFileError, SystemExistsError
from network.models import Node, Pipe, Pump, SupplySystem, Valve
from network.selectors.places import to_lon_lat
from network.services.imports import code_of_file, find_packaged_network, import_network
from tests.network.conftest import SMALL

pytestmark = pytest.mark.django_db
THESSALONIKI = (22.94, 40.63)


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    with translation.override("en"):
        yield


def counts_of_wntr(path: Path, tmp_path: Path) -> dict[str, int]:
    content = path.read_bytes()
    plain = tmp_path / "plain.inp"
    plain.write_bytes(gzip.decompress(content) if path.suffix == ".gz" else content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = _wntr().network.WaterNetworkModel(str(plain))
    return {
        "junctions": model.num_junctions, "reservoirs": model.num_reservoirs, "tanks": model.num_tanks,
        "pipes": model.num_pipes, "pumps": model.num_pumps, "valves": model.num_valves,
    }  # fmt: skip


def counts_in_database() -> dict[str, int]:
    kinds = list(Node.objects.values_list("kind", flat=True))
    return {
        "junctions": kinds.count(NodeKind.JUNCTION), "reservoirs": kinds.count(NodeKind.RESERVOIR),
        "tanks": kinds.count(NodeKind.TANK), "pipes": Pipe.objects.count(), "pumps": Pump.objects.count(),
        "valves": Valve.objects.count(),
    }  # fmt: skip


def assert_nothing_is_there() -> None:
    assert set(counts_in_database().values()) == {0}
    assert not SupplySystem.objects.exists()


def run_command(*arguments: str) -> tuple[dict[str, Any], int]:
    out, code = StringIO(), 0
    try:
        call_command("import_network", *arguments, "--json", stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("ky4_EPSG3089.inp.gz", ["--crs", "EPSG:3089"]),
        ("L-TOWN_local_m.inp.gz", ["--anchor", "22.94,40.63"]),
        ("Net3_local.inp.gz", ["--anchor", "22.94,40.63"]),
        ("Modena_EPSG3003.inp.gz", ["--crs", "EPSG:3003"]),
        ("PacificCity_local.inp.gz", ["--anchor", "22.94,40.63"]),
        ("BWSN_Network_2_local.inp.gz", ["--anchor", "22.94,40.63", "--local-unit", "ft"]),
    ],
)
def test_counts_equal_those_of_wntr(
    name: str, where: list[str], shared_network: Callable[[str], Path], tmp_path: Path
) -> None:
    path = shared_network(name)
    expected = counts_of_wntr(path, tmp_path)

    report, code = run_command(str(path), *where)

    assert (report, code) == ({"taken": expected, "refused": []}, 0)
    assert counts_in_database() == expected
    assert SupplySystem.objects.get().code == code_of_file(path)


@pytest.mark.parametrize("name", ["L-TOWN", "ky10", "BWSN_Network_2", "Net6", "foss_poly_1", "MICROPOLIS_v1"])
def test_networks_of_packages_are_taken_everywhere(name: str) -> None:
    path = find_packaged_network(name)
    assert path is not None

    report = import_network(actor=None, path=path, anchor=THESSALONIKI)

    assert not report.refused
    assert counts_in_database() == vars(report.taken)


def test_values_are_in_si_units_and_vertices_are_kept(small_inp: Path) -> None:
    import_network(actor=None, path=small_inp, name="Χωριό")

    pipe = Pipe.objects.get(code="P2")
    assert pipe.geom.wkt == "LINESTRING (407000 4501000, 407100 4501100, 407200 4501200, 407300 4501400)"
    assert (float(pipe.diameter_mm), float(pipe.model_length_m or 0), pipe.has_check_valve) == (
        100,
        200,
        True,
    )
    assert Pipe.objects.get(code="P3").status == LinkStatus.CLOSED
    assert Pipe.objects.get(code="P1").length_m == 0  # its ends are drawn on one spot
    tank = Node.objects.get(code="T1")
    assert [float(v or 0) for v in (tank.elevation_m, tank.tank_level_m, tank.tank_diameter_m)] == [40, 2, 8]
    assert float(Node.objects.get(code="J2").demand_l_s) == 2.5
    pump = Pump.objects.get()
    assert (pump.curve, float(pump.speed), pump.power_kw) == ([[10, 30]], 0.9, None)
    settings = {
        v.code: (v.kind, v.setting if v.setting is None else float(v.setting)) for v in Valve.objects.all()
    }
    assert settings == {"V1": ("prv", 35), "V2": ("fcv", 12), "V3": ("gpv", None)}
    assert Valve.objects.get(code="V3").curve == [[10, 30]]


def test_us_units_become_metres_millimetres_and_litres(tmp_path: Path) -> None:
    path = tmp_path / "us.inp"
    path.write_text(SMALL.replace("LPS", "GPM"))

    import_network(actor=None, path=path)

    pipe = Pipe.objects.get(code="P2")
    assert float(pipe.model_length_m or 0) == pytest.approx(60.96)
    assert float(pipe.diameter_mm) == pytest.approx(2540)
    assert float(Valve.objects.get(code="V1").setting or 0) == pytest.approx(35 * 0.70325, rel=1e-3)


def test_two_systems_may_name_their_nodes_alike_but_not_themselves(small_inp: Path) -> None:
    import_network(actor=None, path=small_inp, system_code="east")
    import_network(actor=None, path=small_inp, system_code="west")
    assert Node.objects.filter(code="J1").count() == 2

    with pytest.raises(SystemExistsError, match="supply system “west” already"):
        import_network(actor=None, path=small_inp, system_code="west")

    assert Node.objects.filter(code="J1").count() == 2


def test_a_system_is_replaced_when_asked(small_inp: Path) -> None:
    assert run_command(str(small_inp))[1] == 0
    assert run_command(str(small_inp))[1] == 1
    report, code = run_command(str(small_inp), "--replace")
    assert (report["taken"]["junctions"], code) == (2, 0)
    assert Node.objects.filter(kind=NodeKind.JUNCTION).count() == 2


def test_a_dry_run_says_what_it_would_take_and_takes_nothing(small_inp: Path) -> None:
    report, code = run_command(str(small_inp), "--dry-run")
    assert report["taken"] == {
        "junctions": 2,
        "reservoirs": 1,
        "tanks": 1,
        "pipes": 3,
        "pumps": 1,
        "valves": 3,
    }
    assert code == 0
    assert_nothing_is_there()


def test_a_pipe_to_a_missing_node_is_refused_and_nothing_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "torn.inp"
    path.write_text(SMALL.replace("P2 J1 J2", "P2 J1 J99"))

    report, code = run_command(str(path))

    assert code == 1
    assert report["refused"] == [
        {"object": "pipe P2", "why": "P2 in line 13 ends on node J99, which the file does not have."}
    ]
    assert set(report["taken"].values()) == {0}
    assert_nothing_is_there()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused_in_one_sentence(part: float, tmp_path: Path) -> None:
    path = tmp_path / "cut.inp"
    path.write_text(SMALL[: int(len(SMALL) * part)])

    report, code = run_command(str(path))

    assert code == 1
    sentence = "The file cut.inp is cut off: it stops before its [END] line; ask for it again."
    assert report["refused"] == [{"object": "cut.inp", "why": sentence}]
    assert_nothing_is_there()


def test_a_truncated_archive_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cut.inp.gz"
    path.write_bytes(gzip.compress(SMALL.encode())[:-40])
    with pytest.raises(NetworkFileError, match="cut off") as refusal:
        import_network(actor=None, path=path)
    assert refusal.value.code == "cut_off"
    assert_nothing_is_there()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n  \n", "empty_file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj [END]\n", "not_inp"),
        (bytes(range(256)) * 40, "not_inp"),
        (b"supply_number;read_on\n1;2026-01-01\n", "not_inp"),
        (b'{"type": "FeatureCollection", "features": []}', "not_inp"),
        (b"[TITLE]\nnothing else\n[END]\n", "no_nodes"),
        (b"[JUNCTIONS]\nJ1 10\n[END]\n", "no_coordinates"),
    ],
)
def test_what_is_no_network_is_refused_by_its_kind(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "thing.inp"
    path.write_bytes(content)
    with pytest.raises(NetworkFileError) as refusal:
        import_network(actor=None, path=path)
    assert refusal.value.code == code
    assert "thing.inp" in str(refusal.value)
    assert_nothing_is_there()


def test_a_missing_path_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.inp", "missing_file"), (tmp_path, "is_a_folder")):
        with pytest.raises(NetworkFileError) as refusal:
            import_network(actor=None, path=path, system_code="x")
        assert refusal.value.code == code


def test_greek_windows_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "greek.inp"
    path.write_bytes(SMALL.replace("J1", "Κ1").encode("cp1253"))
    import_network(actor=None, path=path)
    assert Node.objects.filter(code="Κ1").exists()


def test_coordinates_outside_greece_need_a_place(tmp_path: Path) -> None:
    path = tmp_path / "local.inp"
    path.write_text(SMALL.replace("407", "1").replace("4501", "2"))
    for place, code in (
        ({}, "place_not_said"),
        ({"crs": 2100, "anchor": THESSALONIKI}, "place_twice_said"),
        ({"crs": 999999}, "unknown_crs"),
        ({"anchor": (400.0, 40.0)}, "bad_anchor"),
    ):
        with pytest.raises(NetworkFileError) as refusal:
            import_network(actor=None, path=path, **place)
        assert refusal.value.code == code
    assert_nothing_is_there()


def test_a_local_grid_lies_round_its_anchor(tmp_path: Path) -> None:
    path = tmp_path / "local.inp"
    path.write_text(SMALL.replace("407", "1").replace("4501", "2"))

    import_network(actor=None, path=path, anchor=THESSALONIKI)

    xs, ys = zip(*(to_lon_lat(node.geom) for node in Node.objects.all()), strict=True)
    assert [sum(xs) / 4, sum(ys) / 4] == pytest.approx([22.94, 40.63], abs=1e-5)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("J2 12 2.5", "J2 twelve", "Line 6 of J2 has “twelve” where a number belongs."),
        ("J2 12 2.5", "J2", "Line 6 of J2 has too few values."),
        ("J2 12 2.5", "J1 12", "J1 in line 6 is named already in line 5."),
        ("R1 407000 4501000", "", "R1 in line 8 has no coordinates."),
        ("P2 J1 J2", "P2 J1 J1", "P2 in line 13 begins and ends on the same node J1."),
        ("200 100 130 CV", "200 0 130 CV", "P2 in line 13 has 0 where a positive number belongs."),
        ("HEAD 1", "HEAD 7", "U1 in line 16 names the curve 7, which the file does not have."),
        ("100 PRV", "100 XYZ", "V1 in line 18 is described by “XYZ”, which EPANET does not know."),
        ("40 2 1 4 8", "40 2 5 4 8", "The lowest level of T1 in line 10 is above its highest."),
        ("J1 10 1", "J1 10000000 1", "J1 has 1e+07 m, which no real object has."),
    ],
)
def test_each_bad_object_is_told_in_a_sentence(before: str, after: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.inp"
    path.write_text(SMALL.replace(before, after, 1))
    report, code = run_command(str(path))
    assert why in [line["why"] for line in report["refused"]]
    assert code == 1
    assert_nothing_is_there()
