"""Water cuts and works: where, when, whom they touch."""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from meters.models import Connection
from outages.choices import AreaSource, OutageKind, OutageState
from outages.querysets import OutageQuerySet
from parties.models import Party


@pghistory.track(exclude=["geom_3857"])
class Outage(models.Model):
    """A cut or works in an area for a time."""

    public_id = models.UUIDField(_("public identifier"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=14, choices=OutageKind)
    state = models.CharField(_("state"), max_length=10, choices=OutageState, default=OutageState.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    reason = models.CharField(_("reason"), max_length=200)
    instructions = models.TextField(_("what to do"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("water back"))
    ended_at = models.DateTimeField(_("really ended"), null=True, blank=True)
    area_source = models.CharField(_("how the area was given"), max_length=10, choices=AreaSource)
    area_note = models.CharField(_("area in words"), max_length=200, blank=True)
    isolation = models.TextField(
        _("isolation"), blank=True, default="", db_default="",
        help_text=_("The question whose answer are the pipes without water, as meters.domain.questions writes it"),
    )  # fmt: skip
    pipe_ids = ArrayField(
        models.BigIntegerField(), verbose_name=_("pipes without water"), default=list, blank=True,
        help_text=_("Keys: of an isolation, it touches the connections on these pipes and no others"),
    )  # fmt: skip
    geom = models.MultiPolygonField(_("area"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.MultiPolygonField(srid=3857, spatial_index=False),
        db_persist=True,
    )
    revision = models.PositiveSmallIntegerField(
        _("changes of times"), default=0, help_text=_("Each change of times is told once")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="outages_made")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="outages_approved"
    )
    approved_at = models.DateTimeField(_("announced"), null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = _("water cut or works")
        verbose_name_plural = _("water cuts and works")
        ordering = ("-starts_at", "-id")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="outage_ends_after_start"),
            models.CheckConstraint(condition=Q(geom__isvalid=True), name="outage_geom_valid"),
            models.CheckConstraint(
                condition=Q(area_source=AreaSource.ISOLATION, pipe_ids__len__gt=0)
                | (~Q(area_source=AreaSource.ISOLATION) & Q(pipe_ids__len=0)),
                name="outage_pipes_of_isolation",
            ),
            models.CheckConstraint(
                condition=Q(state=OutageState.DRAFT, approved_at__isnull=True)
                | Q(state__in=[OutageState.APPROVED, OutageState.ENDED], approved_at__isnull=False)
                | Q(state=OutageState.CANCELLED),
                name="outage_state_approval",
            ),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="outage_geom"),
            GistIndex(fields=["geom_3857"], name="outage_geom_3857"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cut(self) -> bool:
        """Say whether water is off, rather than only works in the street."""
        return self.kind != OutageKind.WORKS


class AffectedConnection(models.Model):
    """A connection that an announced outage touches, as it was when announced."""

    outage = models.ForeignKey(Outage, models.CASCADE, related_name="affected")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="outages")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    is_sensitive = models.BooleanField(_("sensitive"), default=False)

    class Meta:
        verbose_name = _("affected connection")
        verbose_name_plural = _("affected connections")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["outage", "connection"], name="affected_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outage_id}: {self.connection_id}"
