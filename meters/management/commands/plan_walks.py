"""The shortest walk of every route, printed beside the one it has, and applied."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from meters.errors import WalkRefused
from meters.models import Route
from meters.selectors.walk import WalkProposal
from meters.services.walk import apply_order, propose_order


class Command(BaseCommand):
    """manage.py plan_walks [CODE …] [--dry-run] [--slips]."""

    help = "Put the meters of routes into the shortest walking order; metres and minutes before and after are printed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the routes, whether to write, and whether readers out now follow."""
        parser.add_argument("codes", nargs="*", help="codes of routes; all where none is given")
        parser.add_argument("--dry-run", action="store_true", help="print, and write nothing")
        parser.add_argument("--slips", action="store_true", help="waiting slips of open rounds follow")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go from route to route; one that cannot be walked is told and passed over."""
        routes = Route.objects.order_by("code")
        if options["codes"]:
            routes = routes.filter(code__in=options["codes"])
        found = [self._plan(route, dry_run=options["dry_run"], slips=options["slips"]) for route in routes]
        self._sum([one for one in found if one is not None])

    def _plan(self, route: Route, *, dry_run: bool, slips: bool) -> WalkProposal | None:
        try:
            found = propose_order(route=route)
            self.stdout.write(f"{route}: {_told(found)}")
            if not dry_run:
                apply_order(
                    actor=None, route=route, order=found.order, state=found.state, slips_follow=slips,
                    before=found.before, after=found.after,
                )  # fmt: skip
        except WalkRefused as refusal:
            self.stdout.write(f"{route}: {refusal}")
            return None
        for warning in found.warnings:
            self.stdout.write(f"  {warning}")
        return found

    def _sum(self, found: list[WalkProposal]) -> None:
        before, after = sum(one.before.metres for one in found), sum(one.after.metres for one in found)
        minutes = sum(one.before.minutes for one in found), sum(one.after.minutes for one in found)
        self.stdout.write(
            _(
                "Together: %(before)d m and %(minutes_before)d min before, %(after)d m and %(minutes_after)d min after."
            )
            % {"before": before, "minutes_before": minutes[0], "after": after, "minutes_after": minutes[1]}
        )


def _told(found: WalkProposal) -> str:
    return _(
        "%(meters)d meters, %(before)d m and %(minutes_before)d min before, "
        "%(after)d m and %(minutes_after)d min after"
    ) % {
        "meters": found.meters, "before": found.before.metres, "minutes_before": found.before.minutes,
        "after": found.after.metres, "minutes_after": found.after.minutes,
    }  # fmt: skip
