"""Long work of the network."""

from django.utils.translation import gettext_lazy as _

from gis_core.jobs import register_job
from network.services.criticality import FIND_CRITICALITY, run_criticality_job
from network.services.exchange_jobs import (
    CHECK_FILE,
    EXPORT_SYSTEM,
    IMPORT_FILE,
    run_check,
    run_export,
    run_import,
)
from network.services.hydraulics import RUN_SCENARIO, run_scenario_job
from network.services.import_jobs import IMPORT_NETWORK, run_network_import
from network.services.repair_jobs import REPAIR_FINDINGS, run_repairs
from network.services.street_jobs import IMPORT_STREETS, run_street_import
from network.services.topology import MAKE_TOPOLOGY_REPORT, run_topology_report
from network.services.zone_runs import COMPUTE_ZONES, run_zones_job

register_job(IMPORT_NETWORK, run_network_import, _("Import of a network"))
register_job(IMPORT_STREETS, run_street_import, _("Import of streets"))
register_job(FIND_CRITICALITY, run_criticality_job, _("Criticality of valves"))
register_job(RUN_SCENARIO, run_scenario_job, _("Hydraulic calculation"))
register_job(MAKE_TOPOLOGY_REPORT, run_topology_report, _("Topology report"))
register_job(REPAIR_FINDINGS, run_repairs, _("Repair of findings"), is_chunked=True)
register_job(CHECK_FILE, run_check, _("Check of a file"))
register_job(IMPORT_FILE, run_import, _("Import of a file"))
register_job(EXPORT_SYSTEM, run_export, _("Export of a network"))
register_job(COMPUTE_ZONES, run_zones_job, _("Computation of zones"))
