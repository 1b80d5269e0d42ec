"""The app's registration with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetersConfig(AppConfig):
    """Meters."""

    name = "meters"
    verbose_name = _("Meters")

    def ready(self) -> None:
        """Connect what others ask of meters."""
        import_module("meters.handlers")
