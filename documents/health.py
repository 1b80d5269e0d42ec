"""What doctor looks at in the archive."""

from django.utils.translation import gettext_lazy as _

from documents.selectors.health import check_stored_files
from gis_core.registry import HealthCheck, register_health

register_health(HealthCheck("files", _("Files of the archive"), check_stored_files))
