"""Real servers that the outbox speaks to: SMTP by aiosmtpd, an SMS gateway by http.server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default as modern
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings


@dataclass
class MailServer:
    """Keeps what it is given; answers an address with the code it is told to."""

    mails: list[tuple[str, Mail]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it by this name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=modern)
        self.mails.extend((address, mail) for address in envelope.rcpt_tos)
        return "250 taken"


@pytest.fixture
def mail_server(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield server
    controller.stop()


@dataclass
class Gateway:
    """Keeps the requests it took; answers with the codes it is told to, one after the other, then 200."""

    taken: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    desk = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            code = desk.codes.pop(0) if desk.codes else 200
            if code == 200:
                desk.taken.append((dict(self.headers), body))
            answer = json.dumps({"id": f"gw-{len(desk.taken)}"}).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by the library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_address[1]}/sms"
    settings.SMS_GATEWAY_TOKEN = "secret"
    yield desk
    server.shutdown()
    thread.join()
    server.server_close()
