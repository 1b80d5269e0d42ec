"""What all tests share: settings that need no built assets, files kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from gis_core.choices import LanguageChoice, Role
from gis_core.models import User
from network.selectors.graph import forget_graphs
from tests.factories.people import make_staff
from tests.side_by_side import (
    cache_address,
    make_database,
    pytest_collection_modifyitems,  # noqa: F401  # pytest finds its hooks here
    pytest_xdist_auto_num_workers,  # noqa: F401
)

#: Chromium and a site for it: browser, site, new_context, page_as, axe.
pytest_plugins = ["tests.chromium"]
BUDGETS = Path(__file__).with_name("query_budgets.json")
#: Who holds which role in the stories.
ACTORS = {
    Role.ADMINISTRATOR: "ioanna",
    Role.BILLING: "eleni",
    Role.CASHIER: "nikos",
    Role.PLANNER: "maria",
    Role.TECHNICIAN: "giorgos",
    Role.READER: "petros",
    Role.ACCOUNTANT: "sofia",
    Role.PROCUREMENT: "kostas",
    Role.STOREKEEPER: "stelios",
    Role.FRONT_DESK: "dimitra",
    Role.DIRECTOR: "athanasios",
    Role.AUDITOR: "anna",
    Role.CONSUMER: "antonis",
}


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files and cache apart from the installation's own; name static files without their hashes."""
    plain = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        STORAGES=plain,
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        CACHES={"default": {**settings.CACHES["default"], "LOCATION": cache_address()}},
    ):
        cache.clear()  # an earlier run's tiles carry the versions that this run gives its own
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> None:
    """Turn to the tests' own database, made when it is not there, and keep it for the next time.

    The plugin's own fixture leaves the installation's database in place when no chosen test is marked `django_db`.
    """
    with django_db_blocker.unblock():
        make_database(
            keep=django_db_keepdb and not django_db_createdb, verbosity=request.config.option.verbose,
            shared_folder=tmp_path_factory.getbasetemp().parent,
        )  # fmt: skip
        _delete_everything()  # a run that was killed could not
        connections.close_all()


#: What migrations and Django's own set-up fill.
KEPT_TABLES = frozenset(
    {
        "accounting_account", "accounting_accountevent", "auth_permission", "django_content_type",
        "django_migrations", "documents_attachmentkind", "meters_documentkind", "meters_documentkindevent",
        "meters_notecode", "meters_notecodeevent", "network_assettype", "network_material", "network_pipesize",
        "spatial_ref_sys",
    }
)  # fmt: skip


def _delete_everything() -> None:
    """Delete all rows but those of the set-up, past the append-only triggers."""
    if connection.settings_dict["NAME"] != connection.settings_dict["TEST"]["NAME"]:
        pytest.exit("this is not the tests' database: nothing was deleted")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in set(connection.introspection.table_names(cursor)) - KEPT_TABLES:
            cursor.execute(f'DELETE FROM "{name}"')
    forget_graphs()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the test commit for real, on tables that are empty before it and after."""
    with django_db_blocker.unblock():
        _delete_everything()
        yield
        connections.close_all()
        _delete_everything()
        connections.close_all()


@pytest.fixture
def client_as() -> Callable[[User], Client]:
    """Give a browser without screen in which the person has signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def actor(db: None) -> Callable[..., User]:
    """Make the person who holds a role, by the name that the stories give them."""

    def find(role: Role, language: LanguageChoice = LanguageChoice.ENGLISH) -> User:
        name = ACTORS[role]
        found = User.objects.filter(username=name).first()
        return found or make_staff(name, role, language=language)

    return find


@pytest.fixture
def budget() -> Callable[[str], AbstractContextManager[object]]:
    """Hold a page to the number of queries that tests/query_budgets.json grants its address's name."""
    granted: dict[str, int] = json.loads(BUDGETS.read_text())

    @contextmanager
    def hold(url_name: str) -> Iterator[None]:
        assert url_name in granted, f"grant {url_name} a number of queries in {BUDGETS.name}"
        with CaptureQueriesContext(connection) as queries:
            yield
        said = "\n".join(query["sql"][:200] for query in queries.captured_queries)
        assert len(queries) <= granted[url_name], f"{url_name}: {len(queries)} queries\n{said}"

    return hold
