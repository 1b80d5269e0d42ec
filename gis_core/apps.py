"""The kernel's registration with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class GisCoreConfig(AppConfig):
    """Kernel: collects what every app offers to the shell, the map and the worker."""

    name = "gis_core"
    verbose_name = _("Kernel")

    def ready(self) -> None:
        """Import each app's declarations, so that the registries are full before the first request."""
        autodiscover_modules("layers", "nav", "search", "jobs", "health")
        import_module("gis_core.handlers")
