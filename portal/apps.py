"""The app's registration with Django."""

from allauth.account.signals import user_signed_up
from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The consumers' site."""

    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        """Listen for sign-ups."""
        user_signed_up.connect(
            import_string("portal.handlers.on_user_signed_up"), dispatch_uid="portal.sign_up"
        )
