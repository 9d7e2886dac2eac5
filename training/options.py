"""What the words of the command line mean: dates, columns, and rules by name or by file. Wrong words are WrongUse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from records.refusal import WrongUse

if TYPE_CHECKING:
    from features.catalogue import Catalogue
    from training.cohort import CohortRule
    from training.outcome import Outcome
    from training.policy import Policy

ON_STORE = "on-store"  # nobody types it; a store may well be a folder called `store`
OF_MANY_VALUES = ("--as-of", "--test-date", "--drop", "--groups", "--keep")
USUAL_OUTCOMES = ("harmed", "involved")


class StoreUnlessNamed(TyperGroup):
    """`train STORE` is the command ON_STORE: a first word that is no command of the group is the store."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Puts ON_STORE in front where no command is named."""
        named = not args or args[0] in self.commands or args[0] == "--help"
        return super().parse_args(ctx, args if named else [ON_STORE, *args])


class ManyValues(TyperCommand):
    """Lets an option of several values be written once, after the argument: `FILE --groups Race Gender`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeats the option's name before each of its further values."""
        return super().parse_args(ctx, repeated(args))


def repeated(args: Sequence[str]) -> list[str]:
    """`FILE --groups A B` as `FILE --groups A --groups B`; before the argument only the next word is a value."""
    if not args or args[0].startswith("-"):
        return list(args)
    spread: list[str] = []
    option = ""
    for word in args:
        if word.startswith("--"):
            option = word if word in OF_MANY_VALUES else ""
        elif option and spread[-1] != option:
            spread.append(option)
        spread.append(word)
    return spread


def names(given: Sequence[str] | None) -> tuple[str, ...]:
    """Column names, each option's value one name or several with commas between."""
    return tuple(name.strip() for value in given or () for name in value.split(",") if name.strip())


def day(word: str) -> date:
    """A date written YYYY-MM-DD."""
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise WrongUse("a date must be written YYYY-MM-DD and be a day that exists") from error


def days(as_of: Sequence[str] | None, monthly: tuple[str, str] | None) -> list[date]:
    """The as-of dates that are asked for, in order; WrongUse unless exactly one way of naming them is used."""
    from training.split import months

    if bool(as_of) == bool(monthly):
        raise WrongUse("name the dates by --as-of D or by --monthly FROM TO, one of the two")
    first, last = monthly or ("", "")
    found = sorted({day(one) for one in names(as_of)}) if as_of else months(day(first), day(last))
    if not found:
        raise WrongUse("--monthly FROM TO must hold the first of at least one month")
    return found


def lines(path: Path) -> list[str]:
    """The person ids of a file, one a line."""
    if not path.is_file():
        raise WrongUse(f"--people must be a file with one id a line; there is no file {path.name}")
    try:
        return [one.strip() for one in path.read_text(encoding="utf-8-sig").splitlines() if one.strip()]
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path.name} must be text in UTF-8") from error


def cohort_of(path: Path | None, policy: Policy) -> CohortRule:
    """The cohort of a file, else the policy's."""
    from training.cohort import load_cohort, usual_cohort

    return load_cohort(path) if path else usual_cohort(policy)


def catalogue_of(path: Path | None) -> Catalogue:
    """The catalogue of a file, else our own."""
    from features.catalogue import load_catalogue
    from features.indicators import CATALOGUE

    return load_catalogue(path) if path else CATALOGUE


def outcome_of(name: str, policy: Policy) -> Outcome:
    """harmed, involved, or the outcome of a file."""
    from training.outcome import load_outcome, usual_outcome

    return usual_outcome(name, policy) if name in USUAL_OUTCOMES else load_outcome(Path(name))


def outcomes_of(target: str | None, path: Path | None, policy: Policy) -> tuple[Outcome, ...]:
    """What to train: the outcome of a file, one target, or both."""
    if target is not None and path is not None:
        raise WrongUse("name a target with --target or an outcome file with --outcome, not both")
    if target is not None and target not in USUAL_OUTCOMES:
        raise WrongUse("--target must be harmed or involved")
    wanted = (str(path),) if path else (target,) if target else USUAL_OUTCOMES
    return tuple(outcome_of(one, policy) for one in wanted)


def model_name(file: Path) -> str:
    """A registered model's name from a file's: its first part, in letters, digits and underscores."""
    return re.sub(r"\W+", "_", file.name.split(".")[0]).strip("_") or "table"
