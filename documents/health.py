"""What doctor looks at in the archive."""

from django.utils.translation import gettext_lazy as _

from documents.selectors.health import check_stored_files
from documents.services.viruses import check_clamd
from gis_core.registry import HealthCheck, register_health

register_health(HealthCheck("files", _("Files of the archive"), check_stored_files))
register_health(HealthCheck("clamd", _("Virus check of files"), check_clamd))
