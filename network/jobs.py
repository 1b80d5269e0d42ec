"""Long work of the network."""

from django.utils.translation import gettext_lazy as _

from gis_core.jobs import register_job
from network.services.import_jobs import IMPORT_NETWORK, run_network_import
from network.services.street_jobs import IMPORT_STREETS, run_street_import

register_job(IMPORT_NETWORK, run_network_import, _("Import of a network"))
register_job(IMPORT_STREETS, run_street_import, _("Import of streets"))
