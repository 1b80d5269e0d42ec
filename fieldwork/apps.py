"""Application of work outside."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    """Tasks for people outside."""

    name = "fieldwork"
    verbose_name = _("Work outside")

    def ready(self) -> None:
        """Connect what others ask of tasks."""
        import_module("fieldwork.handlers")
