"""Load the demonstration town."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from gis_core.models import Utility
from portal.demo.load import Size
from portal.demo.whole import load_whole


class Command(BaseCommand):
    """manage.py load_demo [--seed N] [--until YYYY-MM-DD] [--rounds N] [--every N]."""

    help = "Build the demonstration town Θαλασσινό through the services a utility would use; once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seed, the day the story ends and how much of the town is loaded."""
        parser.add_argument("--seed", type=int, default=1, help="another seed is another town")
        parser.add_argument(
            "--until", type=date.fromisoformat, default=None, help="day the story ends; today if not given"
        )
        parser.add_argument("--rounds", type=int, default=Size.rounds, help="reading rounds; two or more")
        parser.add_argument("--every", type=int, default=Size.every, help="load one connection of so many")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load unless a utility is there already."""
        if Utility.objects.exists():
            self.stdout.write("A utility is there already; the demonstration town was not loaded.")
            return
        began = time.monotonic()

        def say(step: str) -> None:
            self.stdout.write(f"  {time.monotonic() - began:6.1f} s  {step}")

        with translation.override("el"):
            load_whole(
                seed=options["seed"],
                until=options["until"] or timezone.localdate(),
                size=Size(rounds=options["rounds"], every=options["every"]),
                say=say,
            )
        say("done")
