"""The tests' town on a working day: people, meters, bills, a payment, a cut, a fault and what they left behind."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.utils import timezone

from billing.choices import PaymentMethod
from billing.services.payments import receive_payment
from billing.services.runs import preview_run
from faults.choices import FaultCategory, PlaceSource
from faults.services.reports import report_fault
from faults.types import NewReport, Place
from fieldwork.choices import TaskPriority
from fieldwork.services.notes import write_note
from gis_core.choices import JobState, Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from meters.choices import LocationOrigin, SensitivityKind
from meters.models import DocumentKind, NoteCode, Slip
from meters.services.access import grant_access
from meters.services.documents import NewDocument, approve_document, draft_document
from meters.services.positions import take_position
from meters.services.rounds import open_period
from meters.services.sensitivity import record_sensitivity
from meters.services.slips import record_slip
from meters.services.windows import open_window
from meters.types import NewPeriod, Visit
from network.choices import ValveCondition, ValveState, ZoneKind
from network.models import ZoneInlet
from network.services.criticality import run_criticality
from network.services.hydraulics import run_scenario
from network.services.topology import make_topology_report
from network.services.zone_runs import compute_zones
from outages.services.outages import approve_outage
from parties.choices import ContactKind
from parties.services.parties import add_contact
from tests.factories.billing import make_connection, make_payer, read_meter
from tests.factories.bills import Street, build_street, open_round
from tests.factories.fieldwork import make_crew, make_task
from tests.factories.network import make_service_line, make_shutoff, make_station, make_zone, point, square
from tests.factories.outages import make_outage
from tests.factories.people import make_staff
from tests.world import build_network


def build_living_town(roles: dict[str, Role]) -> dict[str, User]:
    """Build network and street, give each name an account with its role, and let a day's work happen.

    Two houses on Ερμού have bills; the first paid 20 € at the till, its consumer signs in, a person there needs
    care, a cut awaits it and a leak was reported beside it. Only its meter was read since, and
    the run of three meters waits for approval. One job is done and one failed. What each valve
    costs is calculated, and the pressures with one valve closed.
    """
    network = build_network()
    make_shutoff("Β-1", network.pipes["p3"], state=ValveState.CLOSED)
    make_shutoff("Β-2", network.pipes["p3"], at_end=True, condition=ValveCondition.STUCK)
    closed = make_shutoff("Β-3", network.pipes["p4"])
    make_shutoff("Β-4", network.pipes["p2"], at_end=True)
    make_service_line("Π-1", network.pipes["p3"], 0.3, (60, 210))
    make_station("Α-1", "Αντλιοστάσιο Ερμού", 0, 180)
    street = build_street()
    people = {name: _account(name, role) for name, role in roles.items()}
    by_role = {role: people[name] for name, role in roles.items()}
    for connection in (street.house, street.neighbour):
        connection.pipe = network.pipes["p3"]
        connection.save()
    make_connection(street.route, 3, payer=make_payer("Χατζής"))
    again = street.last_read_on + timedelta(days=2)
    read_meter(street.house, again, "175")
    preview_run(actor=street.clerk, run=open_round(street, again))
    _let_work(street, by_role)
    _run_jobs(by_role[Role.BILLING])
    run_criticality(actor=by_role[Role.PLANNER])
    district = make_zone("D-1", "Ανατολικά", square(150, -50, 500, 250), kind=ZoneKind.DMA)
    ZoneInlet.objects.create(zone=district, node=network.nodes["n7"], pipe=network.pipes["p9"])
    compute_zones(actor=by_role[Role.PLANNER], kind=ZoneKind.DMA)
    make_topology_report(actor=by_role[Role.PLANNER])
    _scenario, job = run_scenario(
        actor=by_role[Role.PLANNER], system=network.system, name="Κλειστή Β-3", hours=0, closed=[closed.pk]
    )
    run_job_now(job.pk)
    return people


def _account(name: str, role: Role) -> User:
    return User.objects.filter(username=name).first() or make_staff(name, role)


def _let_work(street: Street, by_role: dict[Role, User]) -> None:
    today = timezone.localdate()
    payer = street.payer_of(street.house)
    add_contact(
        actor=by_role[Role.FRONT_DESK], party=payer, kind=ContactKind.EMAIL, value="antoniou@example.gr"
    )
    receive_payment(
        actor=by_role[Role.CASHIER], key=str(uuid4()), connection=street.house, party=payer,
        amount=Decimal(20), method=PaymentMethod.CASH, received_on=today,
    )  # fmt: skip
    consumer = by_role[Role.CONSUMER]
    grant_access(actor=consumer, user=consumer, connection=street.house, party=payer)
    record_sensitivity(
        actor=by_role[Role.FRONT_DESK], connection=street.house, kind=SensitivityKind.DIALYSIS,
        evidence="Βεβαίωση νοσοκομείου", valid_from=today, expires_on=today + timedelta(days=365),
        consent_on=today,
    )  # fmt: skip
    planner = by_role[Role.PLANNER]
    approve_outage(actor=planner, outage=make_outage(planner, west_m=0, east_m=100))
    make_outage(planner, west_m=200, east_m=300, title="Ερμού, ανατολικά")
    report_fault(actor=None, new=_leak())
    _send_out(planner, by_role[Role.TECHNICIAN])
    _read_meters(street, by_role)
    _write_documents(street, by_role)


def _write_documents(street: Street, by_role: dict[Role, User]) -> None:
    """Let the clerk draft a disconnection, and an exchange that the director approved."""
    kinds = {kind.code: kind for kind in DocumentKind.objects.all()}
    for code in ("exchange", "disconnection"):
        new = NewDocument(kind=kinds[code], effective_on=timezone.localdate(), connection=street.neighbour)
        document = draft_document(actor=by_role[Role.BILLING], new=new)
        if code == "exchange":
            approve_document(actor=by_role[Role.DIRECTOR], document=document)


def _read_meters(street: Street, by_role: dict[Role, User]) -> None:
    """Open the month's round of the street for the reader, who found a gate closed, and a window for consumers."""
    today = timezone.localdate()
    clerk, reader = by_role[Role.BILLING], by_role[Role.READER]
    open_period(
        actor=clerk, new=NewPeriod("ΜΗΝ", "Ο μήνας", today - timedelta(days=10), today + timedelta(days=20)),
        routes=[street.route], readers={street.route.pk: reader},
    )  # fmt: skip
    slip = Slip.objects.order_by("position")[1]
    gate = NoteCode.objects.get(code="closed_gate")
    sent = Visit(key="gate", visited_at=timezone.now(), note_code_id=gate.pk)
    record_slip(actor=reader, slip=slip, sent=sent)
    open_window(actor=clerk, name="Του μήνα", route=None, first_day=today, last_day=today + timedelta(days=5))
    place = slip.installation.connection.geom
    far = Point(place.x + 400, place.y, srid=place.srid)
    take_position(
        actor=reader, installation=slip.installation, point=far, accuracy_m=5, origin=LocationOrigin.READER
    )


def _send_out(planner: User, technician: User) -> None:
    """Give the technician a task for today with a note, one to a crew, and leave one to nobody."""
    today = timezone.localdate()
    crew = make_crew(planner, "Α", technician)
    first = make_task(
        planner, "Κλείσε τη βάνα Β-2", 30, assignee=technician, due_on=today, details="Με προσοχή."
    )
    write_note(actor=planner, task=first, text="Πάρε το μακρύ κλειδί.")
    make_task(planner, "Φωτογράφισε το φρεάτιο", 150, crew=crew, due_on=today + timedelta(days=3))
    make_task(planner, "Σήμανση μετά το σκάψιμο", 300, priority=TaskPriority.URGENT)


def _leak() -> NewReport:
    return NewReport(
        request_key=uuid4(), category=FaultCategory.LEAK, language="el",
        place=Place(PlaceSource.MAP, point(20, 203), "Ερμού 1"), description="Τρέχει στον δρόμο.",
    )  # fmt: skip


def _run_jobs(clerk: User) -> None:
    now = timezone.now()
    for title, state, error in (
        ("Ένδειξη 07", JobState.DONE, ""),
        ("Ένδειξη 08", JobState.FAILED, "Το αρχείο δεν διαβάζεται."),
    ):
        Job.objects.create(
            kind="meters.import_readings", title=title, parameters={}, started_by=clerk, state=state,
            error=error, started_at=now, ended_at=now,
        )  # fmt: skip
