"""What happens in the demonstration town these days: faults with photos, cuts, works, people who need care."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import MultiPolygon, Point
from django.utils import timezone

from faults.choices import FaultCategory, FaultState, PlaceSource
from faults.services.reports import report_fault
from faults.services.work import assign, change_state
from faults.types import NewReport, Place
from gis_core.models import User
from meters.choices import SensitivityKind
from meters.models import Connection
from meters.services.sensitivity import record_sensitivity
from outages.choices import AreaSource, OutageKind
from outages.services.outages import approve_outage, create_outage
from outages.types import OutagePlan
from portal.demo.photos import draw_leak, draw_manhole, draw_meter_box

DRAWERS = {
    FaultCategory.LEAK: draw_leak, FaultCategory.SEWER: draw_manhole, FaultCategory.METER: draw_meter_box,
}  # fmt: skip
FAULTS = (
    (FaultCategory.LEAK, "Τρέχουν νερά στη μέση του δρόμου από το πρωί.", FaultState.IN_PROGRESS),
    (FaultCategory.LOW_PRESSURE, "Στον δεύτερο όροφο δεν ανεβαίνει το νερό.", FaultState.NEW),
    (FaultCategory.LEAK, "Βουλιάζει το πεζοδρόμιο και βγαίνει νερό.", FaultState.NEW),
    (FaultCategory.SEWER, "Ξεχειλίζει το φρεάτιο έξω από τον φούρνο.", FaultState.ACCEPTED),
    (FaultCategory.METER, "Στάζει το ρολόι στο φρεάτιο.", FaultState.NEW),
    (FaultCategory.QUALITY, "Το νερό βγαίνει θολό εδώ και δύο μέρες.", FaultState.ACCEPTED),
    (FaultCategory.LEAK, "Μικρή διαρροή στη στροφή, το κλείσατε γρήγορα, ευχαριστώ.", FaultState.RESTORED),
    (FaultCategory.NO_WATER, "Δεν έχουμε καθόλου νερό στην πολυκατοικία.", FaultState.NEW),
)  # fmt: skip
STEPS = {
    FaultState.NEW: (),
    FaultState.ACCEPTED: ((FaultState.ACCEPTED, "Το συνεργείο θα περάσει σήμερα."),),
    FaultState.IN_PROGRESS: (
        (FaultState.ACCEPTED, "Το συνεργείο ξεκίνησε."),
        (FaultState.IN_PROGRESS, "Το συνεργείο σκάβει· υπολογίζουμε να τελειώσει το απόγευμα."),
    ),
    FaultState.RESTORED: (
        (FaultState.ACCEPTED, "Το συνεργείο ξεκίνησε."),
        (FaultState.IN_PROGRESS, "Το συνεργείο δουλεύει."),
        (FaultState.RESTORED, "Αποκαταστάθηκε."),
    ),
}


def load_faults(*, technician: User, seed: int) -> None:
    """Report some faults at connections of the town, with photos, and let the technician work on them."""
    random = Random(f"{seed} faults")
    connections = list(Connection.objects.order_by("supply_number"))
    for number, (category, text, state) in enumerate(FAULTS):
        connection = random.choice(connections)
        point = Point(connection.geom.x + random.uniform(-4, 4), connection.geom.y + random.uniform(-4, 4))
        point.srid = settings.STORAGE_SRID
        draw = DRAWERS.get(category)
        report = report_fault(
            actor=None,
            new=NewReport(
                request_key=UUID(int=random.getrandbits(128), version=4),
                category=category,
                place=Place(source=PlaceSource.MAP, point=point, address=connection.address),
                language="el",
                description=text,
                photos=[draw(random)] if draw else [],
                email=f"katoikos{number + 1}@example.org" if number % 2 == 0 else "",
            ),
        )
        for step, words in STEPS[state]:
            change_state(actor=technician, fault=report.fault, state=step, text=words)
        if state == FaultState.IN_PROGRESS:
            assign(actor=technician, fault=report.fault, technician=technician)


def load_sensitive(*, front_desk: User, seed: int, today: date) -> None:
    """Record people and places that a cut must not surprise."""
    random = Random(f"{seed} sensitive")
    homes = list(Connection.objects.filter(use="domestic").order_by("supply_number"))
    schools = list(Connection.objects.filter(use="municipal").order_by("supply_number")[:4])
    for connection in random.sample(homes, 12):
        record_sensitivity(
            actor=front_desk, connection=connection, kind=SensitivityKind.DIALYSIS,
            evidence="Ιατρική βεβαίωση, πρωτ. 1204", consent_on=today - timedelta(days=200),
            valid_from=today - timedelta(days=200), expires_on=today + timedelta(days=165),
        )  # fmt: skip
    for connection in schools:
        record_sensitivity(
            actor=front_desk, connection=connection, kind=SensitivityKind.SCHOOL, evidence="Σχολική επιτροπή",
            consent_on=None, valid_from=today - timedelta(days=300), expires_on=today + timedelta(days=400),
        )  # fmt: skip


def load_outages(*, planner: User, around: Connection, seed: int, today: date) -> None:
    """Announce a cut in two days around a connection and works next week; leave one draft for the tour."""
    random = Random(f"{seed} outages")
    others = list(Connection.objects.exclude(pk=around.pk).order_by("supply_number"))
    far, draft = random.sample(others, 2)
    cut = _plan(
        OutageKind.PLANNED_CUT,
        "Διακοπή νερού για αλλαγή βάνας",
        "Αλλαγή βάνας",
        around,
        130,
        today,
        2,
        (8, 13),
    )
    approve_outage(actor=planner, outage=create_outage(actor=planner, plan=cut))
    works = _plan(
        OutageKind.WORKS, "Αντικατάσταση αγωγού", "Νέος αγωγός ύδρευσης", far, 160, today, 7, (7, 15)
    )
    approve_outage(actor=planner, outage=create_outage(actor=planner, plan=works))
    later = _plan(
        OutageKind.PLANNED_CUT, "Πλύσιμο δεξαμενής", "Καθαρισμός δεξαμενής", draft, 220, today, 9, (22, 23)
    )
    create_outage(actor=planner, plan=later)


def _plan(
    kind: OutageKind, title: str, reason: str, around: Connection, radius_m: int, today: date, days: int,
    hours: tuple[int, int],
) -> OutagePlan:  # fmt: skip
    day = today + timedelta(days=days)
    zone = timezone.get_current_timezone()
    street = around.street.name if around.street is not None else around.address
    area = around.geom.buffer(radius_m, 12)
    return OutagePlan(
        kind=kind, title=f"{title}, {street}", reason=reason,
        starts_at=datetime.combine(day, time(hours[0]), zone), ends_at=datetime.combine(day, time(hours[1]), zone),
        area=MultiPolygon(area, srid=settings.STORAGE_SRID), area_source=AreaSource.RADIUS,
        area_note=f"{radius_m} m γύρω από {around.address}",
        instructions="Κρατήστε λίγο νερό από πριν. Όταν επανέλθει, αφήστε το να τρέξει ένα λεπτό.",
    )  # fmt: skip
