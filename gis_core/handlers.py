"""What the kernel does when Django has set up its tables."""

from django.apps import apps
from django.db.models.signals import post_migrate

from gis_core.services.event_accounts import keep_accounts

# Told once for each app after all have migrated: the kernel's own turn is enough.
post_migrate.connect(
    keep_accounts, sender=apps.get_app_config("gis_core"), dispatch_uid="gis_core.event_accounts"
)
