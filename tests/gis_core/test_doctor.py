"""Doctor tells what is wrong and what to do, to people and to machines."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from pytest_django import Settings

from gis_core import registry
from gis_core.registry import HealthCheck, HealthResult, register_health
from gis_core.selectors.health import (
    check_database,
    check_extensions,
    check_migrations,
    check_redis,
    list_findings,
)


def _well() -> HealthResult:
    return HealthResult(ok=True, detail="12 pipes looked at")


def _ill() -> HealthResult:
    return HealthResult(ok=False, detail="pipe P7 ends 3 m from its node", remedy="Run rebuild_topology")


def _broken() -> HealthResult:
    raise DatabaseError("server closed the connection\nwhile answering")


@pytest.fixture(autouse=True)
def _only_own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registry", registry.Registry())


def test_all_well_is_told_and_ends_without_error() -> None:
    register_health(HealthCheck("pipes", "Pipes", _well))
    out = StringIO()
    call_command("doctor", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "ok": True,
        "checks": [{"name": "pipes", "ok": True, "detail": "12 pipes looked at", "remedy": ""}],
    }


def test_one_fault_ends_with_exit_code_1_and_says_what_to_do() -> None:
    register_health(HealthCheck("pipes", "Pipes", _well))
    register_health(HealthCheck("topology", "Topology", _ill))
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=out, no_color=True)
    assert end.value.code == 1
    assert "Topology: pipe P7 ends 3 m from its node\n      → Run rebuild_topology\n" in out.getvalue()


def test_a_check_that_cannot_run_has_failed_and_the_others_still_run() -> None:
    register_health(HealthCheck("journal", "Journal", _broken))
    register_health(HealthCheck("pipes", "Pipes", _well))
    journal, pipes = list_findings()
    assert not journal.ok
    assert "server closed the connection" in journal.detail
    assert journal.remedy
    assert pipes.ok


def test_one_check_can_be_asked_for_and_an_unknown_one_is_refused() -> None:
    register_health(HealthCheck("pipes", "Pipes", _well))
    register_health(HealthCheck("topology", "Topology", _ill))
    out = StringIO()
    call_command("doctor", "--json", "--only", "pipes", stdout=out)
    assert json.loads(out.getvalue())["ok"] is True
    with pytest.raises(CommandError, match="No such check: pumps"):
        call_command("doctor", "--only", "pumps")


@pytest.mark.parametrize(("locale", "word"), [("en_GB.UTF-8", "WRONG"), ("el_GR.UTF-8", "ΛΑΘΟΣ")])
def test_it_speaks_the_language_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch, locale: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    register_health(HealthCheck("topology", "Topology", _ill))
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out, no_color=True)
    assert word in out.getvalue()


@pytest.mark.django_db
def test_the_services_of_the_tests_are_well() -> None:
    for check in (check_database, check_extensions, check_migrations, check_redis):
        result = check()
        assert result.ok, result.detail


def test_a_silent_redis_is_a_fault(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    result = check_redis()
    assert not result.ok
    assert result.remedy
