"""What an imported EPANET file says beside its network."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models.node import SupplySystem
from network.querysets import NetworkQuerySet


class HydraulicModel(models.Model):
    """Patterns, controls, rules and options of the file that a system was imported from, for its export."""

    system = models.OneToOneField(SupplySystem, models.CASCADE, related_name="hydraulic_model")
    flow_units = models.CharField(_("flow units"), max_length=5)
    headloss = models.CharField(_("friction formula"), max_length=3)
    kept = models.JSONField(help_text=_("As network.domain.inp_keep returns it, in the file's units"))

    objects = NetworkQuerySet["HydraulicModel"].as_manager()

    class Meta:
        verbose_name = _("hydraulic model")
        verbose_name_plural = _("hydraulic models")

    def __str__(self) -> str:
        return str(self.system)
