"""Connections (παροχές), the routes they are read on, and what is special about them."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from meters.choices import ConnectionStatus, SensitivityKind, StopValveState, UseKind
from meters.querysets import ConnectionQuerySet
from network.models import Pipe, ServiceLine, Street
from parties.models import Party


@pghistory.track()
class Route(models.Model):
    """A reading route (δρομολόγιο)."""

    code = models.CharField(_("code"), max_length=10, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


@pghistory.track(exclude=["geom_3857"])
class Connection(models.Model):
    """A point where the utility gives water, on a pipe of the network."""

    supply_number = models.CharField(_("supply number"), max_length=30, unique=True)
    use = models.CharField(_("use"), max_length=12, choices=UseKind, default=UseKind.DOMESTIC)
    status = models.CharField(
        _("status"), max_length=10, choices=ConnectionStatus, default=ConnectionStatus.ACTIVE
    )
    has_sewer = models.BooleanField(_("connected to the sewer"), default=True)
    households = models.PositiveSmallIntegerField(_("households"), default=1)
    people = models.PositiveIntegerField(_("people served"), default=0)
    street = models.ForeignKey(Street, models.PROTECT, null=True, blank=True, related_name="connections")
    house_number = models.CharField(_("house number"), max_length=10, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    address = models.CharField(_("address"), max_length=200)
    search_key = models.TextField(
        _("search key"), help_text=_("Supply number and address in capitals without accents, Greek and Latin")
    )
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.PointField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    pipe = models.ForeignKey(Pipe, models.PROTECT, null=True, blank=True, related_name="connections")
    pipe_fraction = models.FloatField(_("place along the pipe"), null=True, blank=True)
    route = models.ForeignKey(Route, models.PROTECT, related_name="connections")
    route_position = models.PositiveIntegerField(_("position on the route"))
    opened_on = models.DateField(_("opened"))
    service_line = models.ForeignKey(
        ServiceLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="connections",
        verbose_name=_("service line"),
    )
    shutoff_state = models.CharField(
        _("stop valve"), max_length=10, choices=StopValveState, default=StopValveState.OPEN,
        db_default=StopValveState.OPEN,
    )  # fmt: skip
    shutoff_note = models.CharField(_("where the stop valve is"), max_length=200, blank=True, db_default="")
    legacy_number = models.CharField(
        _("number in an earlier system"), max_length=40, blank=True, db_default=""
    )

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        ordering = ("supply_number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["route", "route_position"],
                name="connection_route_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(pipe__isnull=True, pipe_fraction__isnull=True)
                | Q(pipe__isnull=False, pipe_fraction__gte=0, pipe_fraction__lte=1),
                name="connection_point_on_pipe",
            ),
            models.CheckConstraint(condition=Q(use__in=UseKind.values), name="connection_use_known"),
            models.CheckConstraint(
                condition=Q(status__in=ConnectionStatus.values), name="connection_status_known"
            ),
            models.CheckConstraint(
                condition=Q(shutoff_state__in=StopValveState.values), name="connection_shutoff_known"
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="connection_geom"),
            GistIndex(fields=["geom_3857"], name="connection_geom_3857"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="connection_search_trgm"),
            models.Index(fields=["legacy_number"], name="connection_legacy"),
        ]

    def __str__(self) -> str:
        return f"{self.supply_number} · {self.address}"


@pghistory.track()
class Sensitivity(models.Model):
    """A dated record that a cut here needs special care; read by few, each reading recorded."""

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="sensitivities")
    kind = models.CharField(_("kind"), max_length=12, choices=SensitivityKind)
    evidence = models.CharField(_("evidence"), max_length=200)
    consent_on = models.DateField(
        _("consent given on"), null=True, blank=True, help_text=_("Needed for persons, not for institutions")
    )
    valid_from = models.DateField(_("from"))
    expires_on = models.DateField(_("expires"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sensitivities")
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name = _("sensitivity record")
        verbose_name_plural = _("sensitivity records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("valid_from")), name="sensitivity_expires_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SensitivityKind.DIALYSIS) | Q(consent_on__isnull=False),
                name="sensitivity_dialysis_consent",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["connection", "expires_on"], name="sensitivity_current")]

    def __str__(self) -> str:
        return f"{self.connection_id}: {self.get_kind_display()}"


@pghistory.track()
class ConnectionAccess(models.Model):
    """A user's right to see a connection and one payer's bills on it, online."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="connection_accesses")
    connection = models.ForeignKey(Connection, models.CASCADE, related_name="accesses")
    party = models.ForeignKey(Party, models.CASCADE, related_name="connection_accesses")
    granted_at = models.DateTimeField(_("granted"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("online access")
        verbose_name_plural = _("online accesses")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "connection", "party"],
                condition=Q(ended_at__isnull=True),
                name="connection_access_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.connection_id}"
