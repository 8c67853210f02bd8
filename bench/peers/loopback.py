"""A server on loopback for the stand-ins of the benchmarks: as much HTTP/1.1 as three bot libraries speak."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import click

Answer = Callable[
    [str, bytes], tuple[bytes, float]
]  # path and body → JSON, and in how many seconds it leaves


class Connection(asyncio.Protocol):
    """Keep-alive and Content-Length, nothing more."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        head, separator, body = self.waiting.partition(b"\r\n\r\n")
        if separator and len(body) >= _content_length(head):
            self.waiting = b""
            path = head.split(b" ", 2)[1].decode()
            answer, delay = self.answer(path, body)
            asyncio.get_running_loop().call_later(delay, self._reply, answer)

    def _reply(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )


def fields_of(body: bytes) -> dict[str, Any]:
    """What was sent, as JSON or as a form."""
    if body.startswith(b"{"):
        fields: dict[str, Any] = json.loads(body)
        return fields
    return dict(parse_qsl(body.decode(errors="replace")))


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


async def serve(answer: Answer) -> None:
    """Print the port, then serve until ended."""
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(answer), "127.0.0.1", 0, backlog=2_000
    )
    click.echo(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def report_of(root: str) -> dict[str, Any]:
    """What the stand-in at this URL has seen."""
    with urllib.request.urlopen(f"{root}/report", timeout=30) as answer:
        report: dict[str, Any] = json.load(answer)
    return report
