"""The product's settings with one more address, which answers with nothing."""

from gis_core.settings import *  # noqa: F403 - all of them, but for what follows

ROOT_URLCONF = "bench.tiles_empty_urls"
