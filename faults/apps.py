"""The app's registration with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FaultsConfig(AppConfig):
    """Faults."""

    name = "faults"
    verbose_name = _("Faults")

    def ready(self) -> None:
        """Connect what others ask of faults."""
        import_module("faults.handlers")
