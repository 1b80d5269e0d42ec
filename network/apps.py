"""The app's registration with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """Network."""

    name = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        """Connect what others ask of the network."""
        import_module("network.handlers")
