"""Views of the network for desktop programs: English names in the schema `gis`, Greek ones in `gis_el`.

They show the network and nothing of consumers. A role that may only read them sees nothing else of the database.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from psycopg import sql


@dataclass(frozen=True)
class View:
    """A view: its two names, the table (as `s`) with what it is joined to, and columns as (SQL, English, Greek)."""

    name: str
    greek: str
    source: str
    columns: tuple[tuple[str, str, str], ...]


SCHEMAS = ("gis", "gis_el")
_SYSTEM = " JOIN network_supplysystem AS y ON y.id = s.system_id"
_PIPE = " JOIN network_pipe AS p ON p.id = s.pipe_id"
_MATERIAL = " LEFT JOIN network_material AS m ON m.id = s.material_id"
_ENDS = " JOIN network_node AS a ON a.id = s.start_node_id JOIN network_node AS b ON b.id = s.end_node_id"
_KEY = ("s.id", "id", "id")
_CODE = ("s.code", "code", "κωδικός")
_KIND = ("s.kind", "kind", "είδος")
_LIFE = ("s.lifecycle", "lifecycle", "κατάσταση_ζωής")
_DIAMETER = ("s.diameter_mm", "diameter_mm", "διάμετρος_mm")
_OF_SYSTEM = ("y.name", "system", "σύστημα")
_GEOM = ("s.geom", "geom", "geom")
_FROM, _TO = ("a.code", "start_node", "αρχικός_κόμβος"), ("b.code", "end_node", "τελικός_κόμβος")
_YEAR = ("s.laid_year", "laid_year", "έτος_τοποθέτησης")
_STUFF = ("m.name_en", "material", "υλικό")
_STUFF_EL = "m.name_el"
_REMARKS = ("s.remarks", "remarks", "παρατηρήσεις")
#: QGIS wants one kind of geometry a layer: a building known by a point alone is a circle of two metres.
_OUTLINE = (
    "(CASE WHEN GeometryType(s.geom) = 'POINT' THEN ST_Multi(ST_Buffer(s.geom, 2)) ELSE s.geom END)"
    "::geometry(MultiPolygon, 2100)"
)

VIEWS = (
    View("pipes", "αγωγοί", f"network_pipe AS s{_SYSTEM}{_MATERIAL}{_ENDS}", (
        _KEY, _CODE, _OF_SYSTEM, _KIND, _LIFE, _DIAMETER, _STUFF, _YEAR, ("s.length_m", "length_m", "μήκος_m"),
        ("s.depth_m", "depth_m", "βάθος_m"), ("s.slope", "slope", "κλίση"), ("s.status", "status", "κατάσταση"),
        _FROM, _TO, _REMARKS, _GEOM,
    )),
    View("nodes", "κόμβοι", f"network_node AS s{_SYSTEM}", (
        _KEY, _CODE, _OF_SYSTEM, _KIND, _LIFE, ("s.elevation_m", "elevation_m", "υψόμετρο_m"),
        ("s.invert_m", "invert_m", "υψόμετρο_πυθμένα_m"), ("s.installed_year", "installed_year", "έτος_εγκατάστασης"),
        ("s.demand_l_s", "demand_l_s", "ζήτηση_l_s"), _REMARKS, _GEOM,
    )),
    View("shutoff_valves", "βάνες_απομόνωσης", f"network_shutoffvalve AS s{_SYSTEM}{_PIPE}", (
        _KEY, _CODE, _OF_SYSTEM, ("p.code", "pipe", "αγωγός"), _LIFE, _DIAMETER, ("s.state", "state", "θέση"),
        ("s.condition", "condition", "λειτουργικότητα"), ("s.turns", "turns", "στροφές"),
        ("s.last_worked_on", "last_worked_on", "τελευταίος_χειρισμός"), _REMARKS, _GEOM,
    )),
    View("service_lines", "παροχές", f"network_serviceline AS s{_SYSTEM}{_PIPE}{_MATERIAL}", (
        _KEY, _CODE, _OF_SYSTEM, ("p.code", "pipe", "αγωγός"), _LIFE, _DIAMETER, _STUFF, _YEAR, _GEOM,
    )),
    View("pumps", "αντλίες", f"network_pump AS s{_SYSTEM}{_ENDS}", (
        _KEY, _CODE, _OF_SYSTEM, _LIFE, ("s.power_kw", "power_kw", "ισχύς_kw"), ("s.status", "status", "κατάσταση"),
        _FROM, _TO, _GEOM,
    )),
    View("control_valves", "βάνες_ρύθμισης", f"network_valve AS s{_SYSTEM}{_ENDS}", (
        _KEY, _CODE, _OF_SYSTEM, _KIND, _LIFE, _DIAMETER, ("s.setting", "setting", "ρύθμιση"),
        ("s.status", "status", "κατάσταση"), _FROM, _TO, _GEOM,
    )),
    View("stations", "εγκαταστάσεις", "network_station AS s", (
        _KEY, _CODE, ("s.name", "name", "όνομα"), _KIND, _LIFE, _GEOM,
    )),
    View("buildings", "κτίρια", "network_building AS s", (
        _KEY, _CODE, ("s.name", "name", "όνομα"), ("s.use", "use", "χρήση"), ("s.storeys", "storeys", "όροφοι"),
        ("s.dwellings", "dwellings", "κατοικίες"), ("s.street", "street", "οδός"), ("s.number", "number", "αριθμός"),
        (_OUTLINE, "geom", "geom"),
    )),
    View("zones", "ζώνες", "network_zone AS s", (_KEY, _CODE, ("s.name", "name", "όνομα"), _KIND, _GEOM)),
    View("streets", "οδοί", "network_street AS s", (
        _KEY, ("s.name", "name", "όνομα"), ("s.settlement", "settlement", "οικισμός"), _GEOM,
    )),
)  # fmt: skip


def drop_views() -> None:
    """Remove both schemas."""
    with connection.cursor() as cursor:
        for schema in SCHEMAS:
            cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def make_views() -> None:
    """Make both schemas and their views anew; they belong to the product's own role, whose rights they lend."""
    drop_views()
    with connection.cursor() as cursor:
        for schema in SCHEMAS:
            cursor.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            for view in VIEWS:
                cursor.execute(_view(view, schema, is_greek=schema == "gis_el"))


def _view(view: View, schema: str, *, is_greek: bool) -> sql.Composed:
    """Return the statement; all its parts are ours."""
    columns = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(
            sql.SQL(_STUFF_EL if is_greek and expression == _STUFF[0] else expression),
            sql.Identifier(greek if is_greek else english),
        )
        for expression, english, greek in view.columns
    )
    name = sql.Identifier(schema, view.greek if is_greek else view.name)
    return sql.SQL("CREATE VIEW {} AS SELECT {} FROM {}").format(name, columns, sql.SQL(view.source))


def make_reader(role: str, password: str) -> None:
    """Make the role if it is not there, give it the password, and let it read the views and nothing else."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = "ALTER" if cursor.fetchone() else "CREATE"
        cursor.execute(
            sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                name, sql.Literal(password)
            )
        )
        cursor.execute(sql.SQL("ALTER ROLE {} SET default_transaction_read_only = on").format(name))
        cursor.execute(sql.SQL("ALTER ROLE {} SET statement_timeout = '60s'").format(name))
        for schema in SCHEMAS:
            cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(schema), name))
            cursor.execute(
                sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(sql.Identifier(schema), name)
            )
