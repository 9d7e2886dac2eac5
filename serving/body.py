"""What a request may carry: at most 1 MiB, however it is sent, and JSON with nothing in it that JSON doesn't have."""

from __future__ import annotations

import json
from typing import Any

from starlette.types import Message, Receive

from serving.problem import Problem

MOST_BYTES = 1024 * 1024
TOO_LARGE = "A request's body must not be larger than 1 MiB."


async def whole_body(headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The body, read to its end; Problem 413 as soon as it is larger than 1 MiB, chunked or not."""
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > MOST_BYTES:
        raise Problem(413, TOO_LARGE)
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "The request ended before its body did.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise Problem(413, TOO_LARGE)
        if not message.get("more_body", False):
            return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A receive that gives the body again, once, and then what the connection says."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def json_of(headers: dict[bytes, bytes], body: bytes) -> Any:
    """The body as JSON; Problem 415 for another media type, 400 for what is not strict JSON in UTF-8."""
    media = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    if media != b"application/json":
        raise Problem(415, "The body must be JSON, with the header Content-Type: application/json.")
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refused, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        raise Problem(400, "The body must be JSON in UTF-8, without NaN, infinity or repeated names.") from None


def _refused(_constant: str) -> None:
    raise ValueError


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found
