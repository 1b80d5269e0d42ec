"""Buttons under an isolation, by its question (`meters.domain.questions`); apps above add theirs."""

from __future__ import annotations

from gis_core.registry import Buttons

CUT_ACTIONS: Buttons[str] = Buttons()
