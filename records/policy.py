"""Where policy.toml stands, and the sections of it that rule the records: what is linked, and what is left to people.

`training.policy` reads the whole file with these models; here a section is read alone, for the commands that need no
more. An unknown or missing entry is refused, so that no threshold is ever a silent default.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from records.entries import Entries
from records.refusal import WrongUse
from records.toml_text import toml_of

FILE = "policy.toml"


class LinkagePolicy(Entries):
    """From which chance two agencies' records are linked, from which they are shown to a person, and how many
    times as likely (in odds) the best candidate must be as the next."""

    link_at: float = Field(gt=0.5, lt=1)
    review_at: float = Field(gt=0, lt=1)
    times_likelier: float = Field(ge=1)


Section = TypeVar("Section", bound=BaseModel)


def read_section(name: str, model: type[Section], path: Path | None = None) -> Section:
    """Section `name` of the policy at `path`, else of the one that holds here; WrongUse where it can't be used."""
    whole, file = read_file(path), path.name if path else FILE
    if name not in whole:
        raise WrongUse(f"{file} must have a section [{name}]; it has none")
    return held_to(model, whole[name], f"{file}, section [{name}]")


def read_file(path: Path | None = None) -> dict:
    """The entries of the policy at `path`, else of the one that holds here."""
    chosen = path or usual_place()
    if not chosen.is_file():
        raise WrongUse(f"--policy must name a file; there is no file {chosen.name}")
    try:
        return toml_of(chosen)
    except ValueError as error:
        raise WrongUse(f"{chosen.name} must be TOML in UTF-8: {error}") from error


def held_to(model: type[Section], entries: dict, what: str) -> Section:
    """`entries` as `model`; WrongUse that names each entry at fault."""
    try:
        return model.model_validate(entries)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise WrongUse(f"{what} has entries that can't be used: {faults}") from error


def usual_place() -> Path:
    """Where the policy stands that holds when none is named; WrongUse where there is none."""
    places = (Path(FILE), Path(__file__).resolve().parent.parent / FILE)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise WrongUse(f"{FILE} must be in the working folder or named with --policy; none was found")
    return found
