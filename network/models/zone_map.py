"""Zones as they are computed: a view of the database, for the map."""

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from network.choices import ZoneKind
from network.querysets import NetworkQuerySet


class ComputedZone(models.Model):
    """The area around the pipes that a zone's inlets feed, by the zone's key; none of a zone never computed."""

    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ZoneKind)
    computed_at = models.DateTimeField(_("computed"))
    geom = models.MultiPolygonField(_("computed area"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.MultiPolygonField(srid=3857, spatial_index=False)

    objects = NetworkQuerySet["ComputedZone"].as_manager()

    class Meta:
        managed = False
        db_table = "network_computedzone"
        verbose_name = _("computed zone")
        verbose_name_plural = _("computed zones")

    def __str__(self) -> str:
        return self.name
