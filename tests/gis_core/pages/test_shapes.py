"""What histories say of places and shapes that changed."""

from __future__ import annotations

import pytest
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.utils.translation import override

from gis_core.pages.history import list_changes
from gis_core.pages.shapes import describe_shapes
from network.models import Zone
from tests.factories.network import make_node, make_system, make_zone, point, square


def area(width_m: float, height_m: float) -> MultiPolygon:
    corners = [(0, 0), (width_m, 0), (width_m, height_m), (0, height_m), (0, 0)]
    return MultiPolygon(Polygon(corners), srid=2100)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (area(100, 50), area(100, 60), ("5,000.0 m²", "6,000.0 m²; the boundary moved by up to 10.0 m")),
        (area(500, 400), area(500, 402.5), ("20.00 ha", "20.13 ha; the boundary moved by up to 2.5 m")),
        (area(2000, 1000), area(2000, 999), ("2.000 km²", "1.998 km²; the boundary moved by up to 1.0 m")),
        (area(100, 50), area(100, 50), ("5,000.0 m²", "5,000.0 m²")),
        (None, area(100, 50), ("—", "5,000.0 m²")),
        (Point(10, 20), Point(13, 24), ("10.00 20.00", "13.00 24.00, 5.0 m away")),
        (Point(10, 20), Point(10, 20.25), ("10.00 20.00", "10.00 20.25, 0.25 m away")),
        (
            LineString((0, 0), (100, 0)),
            LineString((0, 0), (50, 30), (100, 0)),
            ("100.00 m, 2 corners", "116.62 m, 3 corners; moved by up to 30.0 m"),
        ),
    ],
)
def test_two_shapes_are_told_by_size_and_by_how_far_they_moved(
    old: object, new: object, told: tuple[str, str]
) -> None:
    with override("en"):
        assert describe_shapes(old, new) == told  # type: ignore[arg-type]  # shapes by their common class


def test_of_very_many_corners_the_size_alone_is_told() -> None:
    old = Point(0, 0).buffer(100, quadsegs=200)
    with override("en"):
        assert describe_shapes(old, Point(5, 0).buffer(100, quadsegs=200)) == ("3.14 ha", "3.14 ha")


@pytest.mark.django_db
def test_a_zones_history_says_how_its_area_changed() -> None:
    zone = make_zone("Α", "Άνω", square(0, 0, 100, 50))
    Zone.objects.filter(pk=zone.pk).update(geom=MultiPolygon(square(0, 0, 100, 62), srid=2100))
    with override("el"):
        newest = list_changes(zone)[0]
    assert [(field.old, field.new) for field in newest.fields] == [
        ("5.000,0 m²", "6.200,0 m²· το όριο μετακινήθηκε έως 12,0 m")
    ]


@pytest.mark.django_db
def test_a_nodes_history_says_how_far_it_was_moved() -> None:
    node = make_node(make_system(), "Κ-1", 0, 0)
    node.geom = point(3, 4)
    node.save()
    with override("en"):
        newest = list_changes(node)[0]
    assert [(field.old, field.new) for field in newest.fields] == [
        ("407,000.00 4,501,000.00", "407,003.00 4,501,004.00, 5.0 m away")
    ]
