"""Links on the cards of the network's objects, by kind (pipe, node, shutoff …); apps above add theirs."""

from __future__ import annotations

from django.db.models import Model

from gis_core.registry import Buttons

CARD_LINKS: Buttons[Model] = Buttons()
