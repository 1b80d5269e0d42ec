"""Catalogues: what pipes are made of, how wide they come, which types of fittings there are."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from network.choices import AssetClass
from network.querysets import NetworkQuerySet


class _Named(models.Model):
    """A row with a Greek and an English name."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name_el = models.CharField(_("Greek name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    is_offered = models.BooleanField(_("offered in forms"), default=True)

    class Meta:
        abstract = True
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_el if (get_language() or "el").startswith("el") else self.name_en


@pghistory.track()
class Material(_Named):
    """What a pipe is made of."""

    roughness = models.DecimalField(
        _("roughness"), max_digits=6, decimal_places=1,
        help_text=_("Hazen-Williams coefficient of a pipe in use, where nobody measured"),
    )  # fmt: skip
    life_years = models.PositiveSmallIntegerField(_("expected life (years)"), null=True, blank=True)

    objects = NetworkQuerySet["Material"].as_manager()

    class Meta(_Named.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")


@pghistory.track()
class PipeSize(models.Model):
    """A size that pipes of a material come in."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="sizes")
    name = models.CharField(_("name"), max_length=30, help_text=_("As it is ordered: DN100, Φ110 PN16"))
    outer_mm = models.DecimalField(_("outer diameter (mm)"), max_digits=8, decimal_places=2)
    inner_mm = models.DecimalField(_("inner diameter (mm)"), max_digits=8, decimal_places=2)
    is_offered = models.BooleanField(_("offered in forms"), default=True)

    objects = NetworkQuerySet["PipeSize"].as_manager()

    class Meta:
        verbose_name = _("pipe size")
        verbose_name_plural = _("pipe sizes")
        ordering = ("material", "inner_mm")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["material", "name"], name="pipe_size_once"),
            models.CheckConstraint(
                condition=models.Q(inner_mm__gt=0, outer_mm__gte=models.F("inner_mm")), name="pipe_size_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class AssetType(_Named):
    """A type of valve, hydrant, manhole, flow meter or fitting."""

    asset_class = models.CharField(_("type of"), max_length=10, choices=AssetClass)

    objects = NetworkQuerySet["AssetType"].as_manager()

    class Meta(_Named.Meta):
        verbose_name = _("type")
        verbose_name_plural = _("types")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(asset_class__in=AssetClass.values), name="asset_type_class_known"
            ),
        ]
