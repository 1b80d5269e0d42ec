"""People, firms and connections of the demonstration town, as the rows of a connections file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.demo.names import FATHERS, HOTELS, MEN, MUNICIPAL, SHOPS, SURNAMES, WOMEN
from portal.demo.town import ROUTE_COUNT, House, split_into_routes

CONNECTION_SHARE = 0.585
LATIN = str.maketrans(
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "ABGDEZITIKLMNXOPRSTYFHPO"
)  # one letter for one: enough for an address before the @


@dataclass(frozen=True)
class Resident:
    """Who pays at a connection."""

    kind: str
    name: str
    first_name: str
    father_name: str
    afm: str
    email: str
    mobile: str
    language: str


@dataclass(frozen=True)
class DemoConnection:
    """One connection with its meter, payer and habits."""

    supply_number: str
    route: int
    position: int
    house: House
    use: str
    households: int
    people: int
    has_sewer: bool
    diameter_mm: int
    meter_serial: str
    start_reading: int
    opened_on: date
    payer: Resident
    habit: str  # how water is used: home, holiday, empty, shop, hotel, garden
    pays: float  # chance that a bill is paid in time


def build_connections(
    *, houses: Sequence[House], seaside_y: float, opened_on: date, random: Random
) -> list[DemoConnection]:
    """Return the connections of a town in route and walking order; the same random gives the same town."""
    chosen = [house for house in houses if random.random() < CONNECTION_SHARE]
    routes = split_into_routes([house.point for house in chosen])
    order = sorted(
        range(len(chosen)),
        key=lambda i: (routes[i], chosen[i].street, chosen[i].number % 2, chosen[i].number),
    )
    numbers = _afm_numbers(random)
    special = _special_uses(chosen, order, seaside_y, random)
    positions = [0] * (ROUTE_COUNT + 1)
    connections = []
    for place, index in enumerate(order):
        house, route = chosen[index], routes[index] + 1
        positions[route] += 1
        use, name = special.get(index) or (_common_use(random), "")
        households, people = _size(use, random)
        connections.append(
            DemoConnection(
                supply_number=f"{route:02d}-{positions[route]:04d}",
                route=route,
                position=positions[route] * 10,
                house=house,
                use=use,
                households=households,
                people=people,
                has_sewer=random.random() < 0.93,
                diameter_mm=_diameter(use, households, random),
                meter_serial=f"{random.randint(10, 24)}-{400_001 + place * 7}",
                start_reading=random.randint(0, 2400),
                opened_on=opened_on - timedelta(days=random.randint(0, 25)),
                payer=_payer(use, name, next(numbers), random),
                habit=_habit(use, random),
                pays=_discipline(random),
            )
        )
    return connections


def _afm_numbers(random: Random) -> Iterator[str]:
    """Yield tax numbers with a right check digit, each once."""
    seen: set[str] = set()
    while True:
        digits = [1] + [random.randint(0, 9) for _ in range(7)]
        total = 0
        for digit in digits:
            total = 2 * total + digit
        number = "".join(map(str, digits)) + str(2 * total % 11 % 10)
        if number not in seen:
            seen.add(number)
            yield number


def _special_uses(
    houses: Sequence[House], order: Sequence[int], seaside_y: float, random: Random
) -> dict[int, tuple[str, str]]:
    """Pick the houses of hotels (near the sea) and of the municipality."""
    seaside = [i for i in order if houses[i].point[1] < seaside_y]
    picked = random.sample(seaside, len(HOTELS))
    uses = {index: ("hotel", f"Ξενοδοχείο {name} ΑΕ") for index, name in zip(picked, HOTELS, strict=True)}
    rest = [i for i in order if i not in uses]
    for index, name in zip(random.sample(rest, len(MUNICIPAL)), MUNICIPAL, strict=True):
        uses[index] = ("municipal", f"Δήμος Θαλασσινού — {name}")
    return uses


def _common_use(random: Random) -> str:
    return random.choices(("domestic", "professional", "social", "farm", "industrial"), (86, 8, 4, 1.4, 0.6))[
        0
    ]


def _size(use: str, random: Random) -> tuple[int, int]:
    """Return households and people served."""
    if use in {"domestic", "social"}:
        households = random.choices((1, 2, 3, 4, 6, 8, 12), (78, 10, 5, 3, 2, 1, 1))[0]
        return households, sum(random.choices((1, 2, 3, 4, 5), (22, 31, 20, 20, 7), k=households))
    if use == "hotel":
        return 1, random.randint(40, 260)
    return 1, random.randint(2, 25) if use != "municipal" else random.randint(20, 320)


def _diameter(use: str, households: int, random: Random) -> int:
    if use == "hotel":
        return random.choice((40, 50))
    if use in {"municipal", "industrial"}:
        return random.choice((20, 25, 40))
    return 25 if households >= 8 else 20 if households >= 4 or random.random() < 0.08 else 15


def _payer(use: str, name: str, afm: str, random: Random) -> Resident:
    if name:
        return Resident("organisation", name, "", "", afm, "", "", "el")
    is_woman = random.random() < 0.48
    man_form, woman_form = random.choice(SURNAMES)
    surname = woman_form if is_woman else man_form
    first_name = random.choice(WOMEN if is_woman else MEN)
    mobile = f"69{random.randint(30_000_000, 99_999_999)}" if random.random() < 0.86 else ""
    email = ""
    if random.random() < 0.58:
        email = f"{_latin(first_name)}.{_latin(surname)}{afm[-3:]}@example.org"
    language = "en" if random.random() < 0.03 else "el"
    if use in {"professional", "industrial"} and random.random() < 0.7:
        shop = f"{random.choice(SHOPS)} {surname} {random.choice(('ΟΕ', 'ΙΚΕ', 'ΕΕ'))}"
        return Resident("organisation", shop, "", "", afm, email, mobile, language)
    return Resident("person", surname, first_name, random.choice(FATHERS), afm, email, mobile, language)


def _latin(name: str) -> str:
    from_accents = str.maketrans("ΆΈΉΊΌΎΏΪΫΐΰς", "ΑΕΗΙΟΥΩΙΥΙΥΣ")
    plain = name.translate(str.maketrans("άέήίόύώϊϋΐΰς", "αεηιουωιυιυσ")).upper().translate(from_accents)
    return plain.translate(LATIN).lower()


def _habit(use: str, random: Random) -> str:
    if use in {"professional", "industrial"}:
        return "shop"
    if use == "hotel":
        return "hotel"
    if use == "municipal":
        return "shop"
    if use == "farm":
        return "garden"
    return random.choices(("home", "garden", "holiday", "empty"), (70, 12, 13, 5))[0]


def _discipline(random: Random) -> float:
    return random.choices((0.99, 0.9, 0.6, 0.15), (70, 18, 8, 4))[0]
