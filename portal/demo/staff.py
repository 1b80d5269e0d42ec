"""The utility of the demonstration and the people who work there."""

from dataclasses import dataclass

from gis_core.choices import Role

PASSWORD = "thalassino-nero"  # noqa: S105 - printed on the screen: the demonstration hides nothing
ANCHOR = (22.9780, 39.3560)  # longitude, latitude: the middle of the network, above the Pagasetic gulf


@dataclass(frozen=True)
class Colleague:
    """An account of the demonstration."""

    username: str
    first_name: str
    last_name: str
    roles: frozenset[Role]


STAFF = (
    Colleague("admin", "Ιωάννα", "Σαμαρά", frozenset({Role.ADMINISTRATOR})),
    Colleague("eleni", "Ελένη", "Μαρκάκη", frozenset({Role.BILLING})),
    Colleague("nikos", "Νίκος", "Ταμπάκης", frozenset({Role.CASHIER})),
    Colleague("maria", "Μαρία", "Σχεδιάδη", frozenset({Role.PLANNER})),
    Colleague("giorgos", "Γιώργος", "Υδραυλάκης", frozenset({Role.TECHNICIAN})),
    Colleague("petros", "Πέτρος", "Μετρητής", frozenset({Role.READER})),
    Colleague("sofia", "Σοφία", "Λογοθέτη", frozenset({Role.ACCOUNTANT})),
    Colleague("dimitra", "Δήμητρα", "Υποδοχή", frozenset({Role.FRONT_DESK})),
    Colleague("director", "Αθανάσιος", "Διευθυντίδης", frozenset({Role.DIRECTOR})),
    Colleague("auditor", "Άννα", "Ελεγκτή", frozenset({Role.AUDITOR})),
)
CONSUMER = Colleague("katanalotis", "Γεώργιος", "Αντωνίου", frozenset({Role.CONSUMER}))
CONSUMER_EMAIL = "georgios.antoniou@example.org"
