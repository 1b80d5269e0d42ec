"""Long work of the archive."""

from django.utils.translation import gettext_lazy as _

from documents.services.ordered_files import write_list
from gis_core.jobs import register_job
from gis_core.pages.lists import EXPORT_JOB

register_job(EXPORT_JOB, write_list, _("File of a list"))
