"""A hand with a mouse on one of the product's maps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.contrib.gis.geos import Point
from playwright.sync_api import Page

from tests.factories.network import point

TILE_PX = 256


def _world_px(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Return the place in pixels of web Mercator at the zoom, from the north-west corner of the world."""
    size = TILE_PX * 2**zoom
    sine = math.sin(math.radians(latitude))
    east = (longitude + 180) / 360 * size
    south = (0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)) * size
    return east, south


def degrees(place: Point) -> Point:
    """Return the same place in longitude and latitude."""
    moved = place.clone()
    moved.transform(4326)
    return moved


@dataclass(frozen=True)
class Hand:
    """Points at places given in metres from the corner of the tests' town; the map stands as it was opened."""

    page: Page
    selector: str

    def wait(self) -> None:
        """Wait until the map listens, and bring it into the window."""
        self.page.wait_for_selector(f"{self.selector}[role=application]")
        self.page.locator(self.selector).scroll_into_view_if_needed()

    def click(self, east_m: float, north_m: float) -> None:
        """Click there."""
        self.page.mouse.click(*self._place(east_m, north_m))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Take what is there and pull it to another place."""
        self.page.mouse.move(*self._place(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self._place(*end), steps=6)
        self.page.mouse.up()

    def _place(self, east_m: float, north_m: float) -> tuple[float, float]:
        """Return the pixel of the window where the place is drawn."""
        opened = self.page.evaluate("() => fetch('/map/options/?layers=streets').then(a => a.json())")
        wanted = degrees(point(east_m, north_m))
        latitude, longitude = opened["center"]
        middle = _world_px(longitude, latitude, opened["zoom"])
        there = _world_px(wanted.x, wanted.y, opened["zoom"])
        box = self.page.locator(self.selector).bounding_box()
        assert box is not None
        return (
            box["x"] + box["width"] / 2 + there[0] - middle[0],
            box["y"] + box["height"] / 2 + there[1] - middle[1],
        )
