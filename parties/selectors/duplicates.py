"""Who may stand in the register already, before a second record of them is made."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_core.domain.greek import latin_key, search_key
from parties.models import Party
from parties.sql.likely_duplicates import LikelyRow, likely_duplicates

#: So many are weighed, and so many shown.
_WEIGHED, SHOWN = 40, 5


@dataclass(frozen=True)
class Candidate:
    """Somebody about to be registered: names, clean tax number, clean telephones and e-mails."""

    name: str
    first_name: str = ""
    father_name: str = ""
    afm: str | None = None
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likely:
    """A party of the register that may be the same, and why."""

    party: Party
    why: str | Promise


def list_likely_duplicates(candidate: Candidate, *, but: Party | None = None) -> list[Likely]:
    """Return at most five parties of the register that may be the candidate, the likeliest first.

    The same tax number; the same telephone or e-mail; names alike in either alphabet, accents or none. Who has
    another tax number, or another father, is somebody else unless the telephone or e-mail is the same.
    """
    names = f"{candidate.name} {candidate.first_name}"
    keys = sorted({key for key in (search_key(names), latin_key(names)) if key})
    rows = likely_duplicates(
        keys=keys, afm=candidate.afm, contacts=[value for value in candidate.contacts if value],
        but=but.pk if but is not None else None, limit=_WEIGHED,
    )  # fmt: skip
    parties = Party.objects.in_bulk([row.party_id for row in rows])
    weighed: list[tuple[int, int, Likely]] = []
    for row in rows:
        weight = _weigh(candidate, parties[row.party_id], row)
        if weight is not None:
            weighed.append((weight[0], len(weighed), Likely(parties[row.party_id], weight[1])))
    return [likely for _rank, _order, likely in sorted(weighed, key=lambda found: found[:2])[:SHOWN]]


def _weigh(candidate: Candidate, party: Party, row: LikelyRow) -> tuple[int, str | Promise] | None:
    """Return how near (0 is nearest) and why, None for somebody else."""
    if candidate.afm and party.afm == candidate.afm:
        return 0, _("the same tax number")
    if row.same_contact:
        return 2, _("the same telephone or e-mail")
    if candidate.afm and party.afm:
        return None
    asked, known = (_either(text) for text in (candidate.father_name, party.father_name))
    if asked and known and not asked & known:
        return None
    same_name = bool(
        _either(f"{candidate.name} {candidate.first_name}") & _either(f"{party.name} {party.first_name}")
    )
    if same_name and asked & known:
        return 1, _("the same name and father's name")
    return (3, _("the same name")) if same_name else (4, _("a similar name"))


def _either(text: str) -> set[str]:
    """Return the text's keys in Greek and Latin letters."""
    return {key for key in (search_key(text), latin_key(text)) if key}
