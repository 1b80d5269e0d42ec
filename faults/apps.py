"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FaultsConfig(AppConfig):
    """Faults."""

    name = "faults"
    verbose_name = _("Faults")
