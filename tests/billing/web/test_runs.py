"""A run on the pages: opened by one, approved by another, issued by the worker, once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from billing.choices import RunState
from billing.models import Bill, BillRun
from billing.services.runs import preview_run
from gis_core.choices import Role
from gis_core.models import Job, User
from gis_core.services.jobs import run_job_now
from meters.choices import ReadingCheck
from meters.models import Reading, ReadingFlag
from meters.services.readings import correct_reading
from tests.factories.bills import Street, build_street, open_round, read_round
from tests.factories.people import make_staff

Budget = Callable[[str], AbstractContextManager[object]]


def _sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _open_form(street: Street) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "title": "Next round", "route": str(street.route.pk), "read_from": f"{today:%d/%m/%Y}",
        "read_to": f"{today:%d/%m/%Y}", "issue_date": f"{today:%d/%m/%Y}",
        "due_date": f"{today + timedelta(days=30):%d/%m/%Y}",
    }  # fmt: skip


def _offered(client: Client, run: BillRun) -> list[str]:
    page = client.get(reverse("billing:run_detail", args=[run.pk]))
    return [act.name for act in page.context["acts"]]


def test_a_run_goes_from_readings_to_numbered_bills(committed_db: None) -> None:
    street = build_street()
    read_round(street, timezone.localdate(), "175", "521")
    eleni, athanasios = _sign_in(street.clerk), _sign_in(street.director)

    answer = eleni.post(reverse("billing:run_create"), _open_form(street))
    run = BillRun.objects.get(title="Next round")
    page = reverse("billing:run_detail", args=[run.pk])
    assert answer.headers["Location"] == page
    assert "run-job" in eleni.get(page).content.decode()
    assert run_job_now(Job.objects.get(kind="billing.preview_run").pk)
    run.refresh_from_db()
    assert (run.state, run.bill_count) == (RunState.PREVIEWED, 2)
    assert not Bill.objects.filter(run=run).exclude(number=None).exists()

    assert _offered(eleni, run) == ["preview", "cancel"]
    eleni.post(reverse("billing:run_act", args=[run.pk, "approve"]))
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED  # nobody approves a run of their own
    assert _offered(athanasios, run) == ["approve"]
    athanasios.post(reverse("billing:run_act", args=[run.pk, "approve"]), {"seen": "another preview"})
    run.refresh_from_db()
    assert run.state == RunState.PREVIEWED
    athanasios.post(reverse("billing:run_act", args=[run.pk, "approve"]), {"seen": run.fingerprint})

    assert _offered(eleni, run) == ["issue", "cancel"]
    for _click in range(2):
        eleni.post(reverse("billing:run_act", args=[run.pk, "issue"]))
    job = Job.objects.get(kind="billing.issue_run")
    assert run_job_now(job.pk)
    eleni.post(reverse("billing:run_act", args=[run.pk, "issue"]))  # a click from a page left open
    run.refresh_from_db()
    assert (run.state, Job.objects.filter(kind="billing.issue_run").count()) == (RunState.ISSUED, 1)
    before = Bill.objects.filter(year=run.issue_date.year).exclude(run=run).count()
    numbers = Bill.objects.filter(run=run).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [before + 1, before + 2]
    assert _offered(eleni, run) == []


def test_days_in_the_wrong_order_are_told_at_the_field(street: Street) -> None:
    form = _open_form(street)
    form["due_date"] = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"

    answer = _sign_in(street.clerk).post(reverse("billing:run_create"), form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["due_date"]
    assert not BillRun.objects.filter(title="Next round").exists()


def test_the_same_round_is_not_opened_twice(street: Street) -> None:
    client = _sign_in(street.clerk)
    client.post(reverse("billing:run_create"), _open_form(street))

    answer = client.post(reverse("billing:run_create"), _open_form(street))
    assert answer.status_code == 422
    assert BillRun.objects.filter(title="Next round").count() == 1


def test_a_cashier_and_an_auditor_do_not_act_on_runs(street: Street) -> None:
    read_round(street, timezone.localdate(), "175", "521")
    run = open_round(street, timezone.localdate() - timedelta(days=1))
    for role in (Role.CASHIER, Role.AUDITOR, Role.ADMINISTRATOR):
        client = _sign_in(make_staff(f"x-{role}", role))
        assert client.post(reverse("billing:run_create"), _open_form(street)).status_code == 403
        assert client.post(reverse("billing:run_act", args=[run.pk, "preview"])).status_code == 403
    run.refresh_from_db()
    assert (run.state, Job.objects.count()) == (RunState.DRAFT, 0)


def test_odd_bills_and_those_left_out_are_shown_first(street: Street, budget: Budget) -> None:
    today = timezone.localdate()
    read_round(street, today - timedelta(days=1), "370", "520")  # 200 m³ after 40; nothing after 10
    run = open_round(street, today - timedelta(days=1))
    client = _sign_in(street.clerk)
    client.post(reverse("billing:run_act", args=[run.pk, "preview"]))
    assert client.get(reverse("billing:run_detail", args=[run.pk])).context["job"] == Job.objects.get()
    preview_run(actor=street.clerk, run=run)

    with budget("billing:run_detail"):
        page = client.get(reverse("billing:run_detail", args=[run.pk]))
    odd = [(row.bill.connection.supply_number, row.is_zero) for row in page.context["odd"]]
    assert odd == [("07-0001", False)]
    with budget("billing:run_list"):
        assert client.get(reverse("billing:run_list")).status_code == 200
    with budget("billing:run_exclusions"):
        assert client.get(reverse("billing:run_exclusions", args=[run.pk])).status_code == 200


def test_a_run_of_one_connection_is_opened_by_its_supply_number(street: Street) -> None:
    client = _sign_in(street.clerk)
    page = client.get(reverse("billing:run_create") + "?connection=07-0001").content.decode()
    assert 'value="07-0001"' in page
    form = {**_open_form(street), "connection": "07-0001"}
    answer = client.post(reverse("billing:run_create"), form)
    assert list(answer.context["form"].errors) == ["connection"]
    answer = client.post(reverse("billing:run_create"), {**form, "route": "", "connection": "07-9999"})
    assert list(answer.context["form"].errors) == ["connection"]
    client.post(reverse("billing:run_create"), {**form, "route": ""})
    run = BillRun.objects.get(title="Next round")
    assert (run.connection, run.route) == (street.house, None)
    assert "07-0001" in client.get(reverse("billing:run_detail", args=[run.pk])).content.decode()


def test_the_run_tells_which_drafts_fell_away_and_which_reading_waits(street: Street) -> None:
    today = timezone.localdate()
    read_round(street, today - timedelta(days=1), "180", "530")
    run = open_round(street, today - timedelta(days=1))
    preview_run(actor=street.clerk, run=run)
    mine, neighbours = Reading.objects.filter(read_on=today - timedelta(days=1)).order_by("pk")
    correct_reading(actor=street.clerk, reading=mine, value_m3=Decimal(179), reason="λάθος")
    client = _sign_in(street.clerk)
    page = client.get(reverse("billing:run_detail", args=[run.pk]))
    assert page.context["fallen"].startswith("1 ")

    ReadingFlag.objects.create(reading=neighbours, check_code=ReadingCheck.HIGH)
    run = preview_run(actor=street.clerk, run=run)
    page = client.get(reverse("billing:run_detail", args=[run.pk]))
    assert page.context["fallen"] == ""
    rows = client.get(reverse("billing:run_exclusions", args=[run.pk])).context["object_list"]
    [left_out] = [row for row in rows if row.connection == street.neighbour]
    assert (left_out.reason, left_out.reading) == ("flagged", neighbours)
