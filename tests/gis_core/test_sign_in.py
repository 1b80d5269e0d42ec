"""Signing in: the code of the telephone, and limits of tries that are each visitor's own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings as installed
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from gis_core.choices import Role
from gis_core.pages.visitors import visitor_address
from tests.factories.people import make_staff


@pytest.mark.django_db
def test_whoever_has_a_second_factor_signs_in_with_it(client: Client) -> None:
    dimitra = make_staff("dimitra", Role.DIRECTOR)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(dimitra, secret)
    cache.clear()
    answer = client.post(reverse("account_login"), {"login": "dimitra", "password": "x"})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("gis_core:home")).status_code == 302  # the password alone opens nothing
    page = client.get(reverse("mfa_authenticate"))
    assert page.status_code == 200
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answer.status_code == 302
    assert client.get(reverse("gis_core:home")).status_code == 200


def test_in_production_the_proxy_says_where_a_visitor_asks_from(settings: Settings) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.7")
    settings.PRODUCTION = False
    assert visitor_address(request) == "127.0.0.1"
    settings.PRODUCTION = True
    assert visitor_address(request) == "198.51.100.7"


def test_in_production_tries_to_sign_in_are_counted_by_visitor() -> None:
    environment = {**os.environ, "HYDRIA_ENV": "production", "DJANGO_SECRET_KEY": "k" * 50}
    ask = "from gis_core import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=installed.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "1"
