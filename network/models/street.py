"""Streets and house numbers: the map's background and the way to say where."""

from typing import ClassVar

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from network.querysets import StreetQuerySet


class Street(models.Model):
    """A street by its name in one settlement."""

    name = models.CharField(_("name"), max_length=150)
    settlement = models.CharField(_("settlement"), max_length=100, blank=True)
    search_key = models.CharField(
        _("search key"), max_length=400, help_text=_("Name in capitals without accents, Greek and Latin")
    )
    geom = models.MultiLineStringField(_("line"), srid=settings.STORAGE_SRID, spatial_index=False)
    geom_3857 = models.GeneratedField(
        expression=Func(F("geom"), Value(3857), function="ST_Transform"),
        output_field=models.MultiLineStringField(srid=3857, spatial_index=False),
        db_persist=True,
    )

    objects = StreetQuerySet["Street"].as_manager()

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "settlement"], name="street_once"),
        ]
        indexes: ClassVar = [
            GistIndex(fields=["geom"], name="street_geom"),
            GistIndex(fields=["geom_3857"], name="street_geom_3857"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="street_search_trgm"),
        ]

    def __str__(self) -> str:
        return self.name


class AddressPoint(models.Model):
    """A house number on a street."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="addresses")
    number = models.CharField(_("number"), max_length=10)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    geom = models.PointField(_("position"), srid=settings.STORAGE_SRID, spatial_index=False)

    objects = StreetQuerySet["AddressPoint"].as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["street", "number"], name="address_once"),
        ]
        indexes: ClassVar = [GistIndex(fields=["geom"], name="address_geom")]

    def __str__(self) -> str:
        return f"{self.street} {self.number}"
