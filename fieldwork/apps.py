"""Application of work outside."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FieldworkConfig(AppConfig):
    """Tasks for people outside."""

    name = "fieldwork"
    verbose_name = _("Work outside")
