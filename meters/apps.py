"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetersConfig(AppConfig):
    """Meters."""

    name = "meters"
    verbose_name = _("Meters")
