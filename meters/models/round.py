"""Reading periods, the slips of their routes, the windows of the consumers, and the orders that routes had."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from meters.choices import RoundState, SlipState
from meters.models.connection import Route
from meters.models.meter import Installation
from meters.models.reading import Reading
from meters.querysets import RoundQuerySet


@pghistory.track()
class NoteCode(models.Model):
    """What a reader met at a meter: closed gate, dog, buried, broken glass."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_el = models.CharField(_("Greek name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    prevents_reading = models.BooleanField(_("no reading is possible"), default=False)
    asks_photo = models.BooleanField(_("asks for a photo"), default=False)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    is_offered = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        verbose_name = _("note code")
        verbose_name_plural = _("note codes")
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.name_el if (get_language() or "el").startswith("el") else self.name_en


@pghistory.track()
class ReadingPeriod(models.Model):
    """A time in which routes are read for one billing, for example the third quarter."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="opened_periods"
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading period")
        verbose_name_plural = _("reading periods")
        ordering = ("-starts_on", "code")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reading_period_days"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@pghistory.track()
class ReadingRound(models.Model):
    """One route in one period: who reads it and how far it is."""

    period = models.ForeignKey(ReadingPeriod, models.PROTECT, related_name="rounds")
    route = models.ForeignKey(Route, models.PROTECT, related_name="rounds")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reading_rounds",
        verbose_name=_("reader"),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.OPEN, db_default=RoundState.OPEN
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round of a route")
        verbose_name_plural = _("rounds of routes")
        ordering = ("-period__starts_on", "route__code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "route"], name="reading_round_once"),
            models.UniqueConstraint(
                fields=["route"], condition=~Q(state=RoundState.CLOSED), name="reading_round_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values), name="reading_round_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id}/{self.route_id}"


class Slip(models.Model):
    """One meter to read in a round, in walking order."""

    round = models.ForeignKey(ReadingRound, models.PROTECT, related_name="slips")
    installation = models.ForeignKey(Installation, models.PROTECT, related_name="slips")
    position = models.PositiveIntegerField(_("position"))
    state = models.CharField(
        _("state"), max_length=10, choices=SlipState, default=SlipState.WAITING, db_default=SlipState.WAITING
    )
    note_code = models.ForeignKey(
        NoteCode, models.PROTECT, null=True, blank=True, related_name="slips", verbose_name=_("note code")
    )
    note = models.CharField(_("note"), max_length=200, blank=True, db_default="")
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="slips")
    visited_at = models.DateTimeField(_("visited"), null=True, blank=True)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visited_slips"
    )

    class Meta:
        verbose_name = _("reading slip")
        verbose_name_plural = _("reading slips")
        ordering = ("round", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "installation"], name="slip_once"),
            models.UniqueConstraint(
                fields=["round", "position"], name="slip_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(state=SlipState.READ) | Q(reading__isnull=False), name="slip_read_has_reading"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.position}"


@pghistory.track()
class ReadingWindow(models.Model):
    """Days on which consumers may send the reading of their own meter; no route means all."""

    name = models.CharField(_("name"), max_length=120)
    route = models.ForeignKey(
        Route, models.PROTECT, null=True, blank=True, related_name="windows", verbose_name=_("route")
    )
    days = DateRangeField(_("days"), help_text=_("From the first day up to and without the last"))
    period = models.ForeignKey(
        ReadingPeriod,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="windows",
        verbose_name=_("reading period"),
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="opened_windows"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("window for consumers' readings")
        verbose_name_plural = _("windows for consumers' readings")
        ordering = ("-days", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__lower_inf=False, days__upper_inf=False),
                name="reading_window_has_days",
            ),
            ExclusionConstraint(
                name="reading_window_one_a_route",
                expressions=[("route", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                condition=Q(route__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RouteOrder(models.Model):
    """A walking order that a route was given, with the one before it, so that it can be taken back."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="orders")
    connections = ArrayField(models.BigIntegerField(), verbose_name=_("connections in the new order"))
    positions = ArrayField(models.PositiveIntegerField(), verbose_name=_("their positions before"))
    metres_before = models.FloatField(_("metres before"), null=True, blank=True)
    metres_after = models.FloatField(_("metres after"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="route_orders"
    )
    applied_at = models.DateTimeField(_("applied"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("order of a route")
        verbose_name_plural = _("orders of routes")
        ordering = ("-applied_at", "-pk")

    def __str__(self) -> str:
        return f"{self.route_id}: {self.applied_at:%Y-%m-%d}"


class ReadingProfile(models.Model):
    """How the columns of a hand-held reader's files are named, kept under a name."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    columns = models.JSONField(_("columns"), help_text=_("Our column to theirs"))
    day_format = models.CharField(_("form of the days"), max_length=20, blank=True, db_default="")
    note_codes = models.JSONField(
        _("note codes"), default=dict, blank=True, help_text=_("Their code to ours")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reading_profiles"
    )
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("profile of reading files")
        verbose_name_plural = _("profiles of reading files")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
