"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountingConfig(AppConfig):
    """Accounting."""

    name = "accounting"
    verbose_name = _("Accounting")
