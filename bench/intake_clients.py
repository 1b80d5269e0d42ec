"""People who report a fault: each opens the page, does its proof of work, taps the map and sends."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from threading import local
from urllib.parse import urlencode, urlsplit

CLIENTS = 16
_KEY = re.compile(r'name="request_key" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_CHALLENGE = re.compile(r'<script id="challenge" type="application/json">(.*?)</script>', re.DOTALL)
_SAME = re.compile(r'name="known_shown"')
_mine = local()


@dataclass(frozen=True)
class Person:
    """Someone whose page is open and whose browser did its work."""

    sender: str
    cookie: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Sent:
    """What a report took, in milliseconds: the answer to the tap and the sending."""

    tap_ms: float
    send_ms: float


def open_pages(address: str, places: Sequence[tuple[float, float]]) -> list[Person]:
    """Open the page once for each place (degrees); everybody asks from an address of their own."""
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(lambda item: _open(address, *item), enumerate(places)))


def send_reports(address: str, people: Sequence[Person]) -> tuple[list[Sent], float]:
    """Let 16 clients send the reports one after the other, without a pause; return times and seconds in all."""
    shares = [people[first::CLIENTS] for first in range(CLIENTS)]
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        sent = [
            one
            for share in pool.map(lambda share: [_report(address, p) for p in share], shares)
            for one in share
        ]
    return sent, time.perf_counter() - began


def _open(address: str, number: int, place: tuple[float, float]) -> Person:
    sender = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    answer, body = _ask(address, "GET", "/report/", sender)
    cookies = "; ".join(value.split(";")[0] for value in answer.headers.get_all("Set-Cookie") or [])
    key, token, challenge = (_found(pattern, body) for pattern in (_KEY, _TOKEN, _CHALLENGE))
    fields = {
        "csrfmiddlewaretoken": token, "request_key": key, "category": "leak", "place_source": "map",
        "longitude": f"{place[0]:.7f}", "latitude": f"{place[1]:.7f}", "description": "Τρέχει νερό στον δρόμο",
        "email": f"n{number}@example.gr", "proof": _prove(json.loads(challenge)),
    }  # fmt: skip
    return Person(sender, cookies, fields)


def _report(address: str, person: Person) -> Sent:
    began = time.perf_counter()
    answer, body = _ask(address, "POST", "/report/known/", person.sender, person.cookie, person.fields)
    tapped = time.perf_counter()
    if answer.status != 200:
        raise RuntimeError(f"/report/known/ answers {answer.status}")
    # Who was shown what is known there sends their own all the same.
    shown = {"known_shown": "1"} if _SAME.search(body) else {}
    answer, body = _ask(address, "POST", "/report/", person.sender, person.cookie, {**person.fields, **shown})
    if answer.status == 200 and _SAME.search(
        body
    ):  # someone else reported it meanwhile: the page asks once more
        again = {**person.fields, "known_shown": "1"}
        answer, body = _ask(address, "POST", "/report/", person.sender, person.cookie, again)
    if answer.status != 302:
        raise RuntimeError(f"/report/ answers {answer.status}: {body[:2000]}")
    return Sent((tapped - began) * 1000, (time.perf_counter() - tapped) * 1000)


def _ask(
    address: str, method: str, path: str, sender: str, cookie: str = "", fields: dict[str, str] | None = None
) -> tuple[HTTPResponse, str]:
    """Ask on the thread's own connection, which is kept."""
    line: HTTPConnection | None = getattr(_mine, "line", None)
    if line is None:
        line = _mine.line = HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"X-Forwarded-For": sender, "Cookie": cookie}
    if fields is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    line.request(method, path, urlencode(fields) if fields is not None else None, headers)
    answer = line.getresponse()
    return answer, answer.read().decode()


def _found(pattern: re.Pattern[str], body: str) -> str:
    found = pattern.search(body)
    if found is None:
        raise RuntimeError(f"the page of reports has no {pattern.pattern}")
    return found[1]


def _prove(challenge: dict[str, str]) -> str:
    """Do the browser's work: find the number behind the hash."""
    start = sha256(challenge["salt"].encode())
    for number in range(int(challenge["upTo"]) + 1):
        tried = start.copy()
        tried.update(str(number).encode())
        if tried.hexdigest() == challenge["challenge"]:
            names = ("algorithm", "challenge", "salt", "signature")
            proof = {**{name: challenge[name] for name in names}, "number": number}
            return base64.b64encode(json.dumps(proof).encode()).decode()
    raise RuntimeError("the proof of work has no answer")
