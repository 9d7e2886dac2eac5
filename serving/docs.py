"""`python -m serving.docs` writes docs/api.md from the shapes that requests are held to; `--check` fails when stale."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from serving.requests import SHAPES
from serving.roles import MAY, PURPOSES, Action

PAGE = Path(__file__).resolve().parent.parent / "docs" / "api.md"
ACTIONS: dict[str, Action] = {
    "/score": "score",
    "/score_records": "score_records",
    "/review": "review",
    "/correction": "correct",
    "/refer": "refer",
}
WRITES = ("/review", "/correction", "/refer")
HEAD = """# The HTTP API

Made from `serving/requests.py` by `python -m serving.docs`; do not edit by hand.

JSON in and out, with `Authorization: Bearer TOKEN` (`reachable tokens create`). Errors are `application/problem+json`
(RFC 9457) with a reference and nothing of what was sent: 401 no sign-in, 403 a role or purpose that is not allowed
(recorded), 404, 409 an `Idempotency-Key` used for another body, 413 a body over 1 MiB, 422 a shape that is not this
one, 503 no approved model or no ledger. Unknown fields, wrong types, NaN, future dates and an `amount` below 0 or above
1,000,000 are refused. So are, of records given, a `born_on` that is not the first of a month, an `agency` that is none
of the contract's and of which the store holds nothing, and one version of a record or link sent twice. `/livez` and
`/readyz` alone answer without sign-in.

Every answer about a person is in the ledger before it is given. `chance_in_100` is in full precision.
"""
READS = """## GET /queue?capacity=K

This week's list, at most K names (policy.toml caps it):
`{as_of, capacity, elsewhere, people: [{person_id, because, targets, open_to}], data_to, snapshot, feeds: [{feed,
agency, last_delivery, standing}], standing_on, limits}`. `open_to` says what is open for each name: `{agency, kind,
label, since, service}`. Where no `service` is true nobody is on record as working with them: the rest says how things
are, such as missing or on a course. `elsewhere` counts those of other areas. `data_to` is the last receipt. `standing`
is that of the day of asking, `standing_on`; `limits` says of that day which feeds were late, had stopped or had no
agreement any more, and which were late or had stopped on `as_of` already. Roles: {queue}.

## GET /people/{person_id}/scores

Was this person scored, by whom and why: `{person_id, scored, scores}`. `scored` is true where a model gave a band,
which a look at somebody outside the cohort does not. Each score holds `shown_in` (`score` or `list`), `at`, `as_of`,
`by`, `purpose` (of a score) and `purposes`, `held_by` (`store`, or `caller` for /score_records), `bands`
and `models`, and `assessment_id` (null for a list, and where the token may see none of the bands). Roles: {look_up}.

## Answer of /score

`{assessment_id, person_id, as_of, listed: {yes, because}, targets: {harmed: {…}, involved: {…}}, missing_feeds,
data_to, snapshot, expires_on, limits, review_url, correction_url}`. A target holds `band` (`priority`, `review`,
`not_prioritised`, or `not_scored` with `why`), `chance_in_100`, `range` (the 95% interval of what was observed at that
score), `raises`, `lowers`, `context`, `estimated_share` (0 to 1: how much of what records add or take rests on known
dates that are estimated; null where no record counts) and `model`. There is no band over both targets. A reason is a
theme: `{theme, text, strength, agencies, may_discuss, ask, records, counted}`; `counted` holds the record_id of those
that the text counts, the others stand behind the theme's other windows. One that rests on records of stronger reasons
alone says so in its text: it is no further fact. `context` says "nothing on record" where agencies would have told and
"no feed covers" where none would; what is known of people around stands there in general words.
`missing_feeds` are those of `as_of`. `limits` says what is wrong with this answer first: feeds that were late or had
stopped on the day of asking, in the words of `/queue` and with the day in each; of records given, how many were
known before they happened (planned, or two dates that changed places) and how many are of a kind not known here.
"""


def page() -> str:
    """The whole page as Markdown."""
    reads = READS.replace("{queue}", _roles("list")).replace("{look_up}", _roles("look_up"))
    return "\n".join([HEAD, _purposes(), *(_route(path, shape) for path, shape in SHAPES.items()), reads])


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is stale (1)."""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/api.md is stale: run `python -m serving.docs` and commit the page", file=sys.stderr)
    return 1


def _route(path: str, shape: Any) -> str:
    schema = shape.model_json_schema()
    lines = [f"## POST {path}", "", f"{schema['description']} Roles: {_roles(ACTIONS[path])}."]
    if path in WRITES:
        lines[-1] += " Takes an `Idempotency-Key`."
    lines += ["", *_fields(schema)]
    for name, inner in schema.get("$defs", {}).items():
        lines += ["", f"**{name}** — {inner['description']}", "", *_fields(inner)]
    return "\n".join([*lines, ""])


def _fields(schema: dict[str, Any]) -> Iterable[str]:
    yield "| Field | Type | |"
    yield "|---|---|---|"
    needed = schema.get("required", [])
    for name, field in schema["properties"].items():
        yield f"| `{name}` | {_type(field)} | {'required' if name in needed else ''} |"


def _type(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(one) for one in field["anyOf"] if one.get("type") != "null")
    if "$ref" in field:
        return str(field["$ref"].rpartition("/")[2])
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    return str(field.get("format") or field.get("type"))


def _roles(action: Action) -> str:
    return ", ".join(role for role, allowed in MAY.items() if action in allowed)


def _purposes() -> str:
    said = [f"{role}: {', '.join(own) or 'none'}" for role, own in PURPOSES.items()]
    return f"A purpose is one of policy.toml's list and of the token's own. By default {'; '.join(said)}.\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
