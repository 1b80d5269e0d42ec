"""The people, places and figures of the story of the whole chain.

Three connections of the tests' town stand on one route. 122 days run between the readings, the length for which
the tariff's blocks are written, so every figure can be worked out on paper:

```
                                       Αντωνίου 62 m³   Βασιλείου 20 m³   Χατζής 8 m³, no sewer
water    0–30 à 0.60, 30–50 à 1.15,    18.00 + 23.00         12.00             4.80
         50–70 à 1.40                  + 16.80 = 57.80
fixed                                  10.00                 10.00            10.00
sewer    0.80 a m³                     49.60                 16.00              —
special  80 % of water                 46.24                  9.60             3.84
VAT 13 % of water                       7.51                  1.56             0.62
VAT 24 % of the rest                   25.40                  8.54             3.32
total                                 196.55                 57.70            22.58      together 276.83
```
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from gis_core.choices import Role
from meters.services.connections import import_connections
from tests.factories.billing import make_tariff, make_utility
from tests.factories.meters import write_file
from tests.factories.people import make_staff
from tests.world import build_network

PERIOD_DAYS = 122
ZOOM = 16
#: Metres from the town's corner where the consumer's house stands: Ερμού 3.
HOME = (30.0, 210.0)
EMAIL = "antonis@example.gr"
NEIGHBOUR_EMAIL = "vasilis@example.gr"
PASSWORD = "to-nero-tis-polis"
HEADER = (
    "supply_number;street;house_number;route;route_position;opened_on;meter_serial;start_reading;"
    "payer_name;payer_first_name;payer_email;people;has_sewer"
)


def closing_day() -> date:
    """Return the day on which the meters were read."""
    return timezone.localdate() - timedelta(days=2)


def build_town(folder: Path) -> None:
    """Build network, houses and connections, tariffs in force and the staff; nothing is read or billed yet."""
    utility = make_utility()
    utility.default_zoom = ZOOM
    utility.save()
    build_network()
    eleni = make_staff("eleni", Role.BILLING)
    director = make_staff("athanasios", Role.DIRECTOR)
    make_staff("maria", Role.PLANNER)
    make_staff("giorgos", Role.TECHNICIAN)
    opened = closing_day() - timedelta(days=PERIOD_DAYS)
    make_tariff(eleni, director, block_days=PERIOD_DAYS)
    lines = (
        f"100001;Ερμού;3;07;10;{opened};M-1;100;Αντωνίου;Αντώνης;{EMAIL};3;1",
        f"100002;Ερμού;12;07;20;{opened};M-2;200;Βασιλείου;Βασίλης;{NEIGHBOUR_EMAIL};2;1",
        f"100003;Αγίου Δημητρίου;40;07;30;{opened};M-3;300;Χατζής;Χάρης;charis@example.gr;5;0",
    )
    path = write_file(folder, (HEADER, *lines), "connections.csv")
    report = import_connections(actor=eleni, path=path, file_name=path.name)
    assert (report.taken, report.refused) == (3, [])


def write_readings(folder: Path) -> Path:
    """Write the file that the reader brings home: three good lines, one of a meter that nobody knows."""
    day = closing_day()
    lines = ("supply_number;read_on;value_m3", f"100001;{day};162", f"100002;{day};220", f"100003;{day};308")
    return write_file(folder, (*lines, f"999999;{day};5"), "readings.csv")
