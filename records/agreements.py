"""Under what a feed is taken in: legal basis, agreement, its end, its owner, its rhythm, whom and where it covers.

feeds.toml names them (a mapping file may bring its own). A feed that has none is taken in, and everybody is told so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from records.policy import held_to
from records.refusal import Refused, WrongUse
from records.toml_text import toml_of

FILE = "feeds.toml"
OLDEST = 130  # years: nobody is older
Age = Annotated[int, Field(ge=0, le=OLDEST, strict=True)]
LONGEST_RHYTHM = 400  # days: a yearly return, and the weeks by which one year's may come after the last one's


class Agreement(BaseModel):
    """One feed's terms. `rhythm_days`: a delivery is expected that often.

    No area named is every area; no kind named is every kind. `ages_of_kind` are kinds whose ages differ from the
    feed's. A record with one of `our_flag_codes` was caused by our own flag: the source says so. `keep_years`, where
    the agreement sets it, goes before the policy's years of keeping. `intelligence` lets the police's be counted.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    legal_basis: str = Field(min_length=1)
    agreement: str = Field(min_length=1)
    expires_on: date
    owner: str = Field(min_length=1)
    rhythm_days: int = Field(ge=1, le=LONGEST_RHYTHM, strict=True)
    min_age: Age | None = None
    max_age: Age | None = None
    ages_of_kind: dict[str, tuple[Age, Age]] = {}
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    our_flag_codes: tuple[str, ...] = ()
    intelligence: bool = False
    keep_years: int | None = Field(default=None, ge=1, le=OLDEST, strict=True)

    @model_validator(mode="after")
    def _ages_in_order(self) -> Agreement:
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise ValueError("min_age must not be above max_age")
        if turned := sorted(kind for kind, (youngest, oldest) in self.ages_of_kind.items() if youngest > oldest):
            raise ValueError(f"ages_of_kind must name the youngest first; {', '.join(turned)} does not")
        return self

    def ages(self, kind: str) -> tuple[int | None, int | None]:
        """The youngest and the oldest, in whole years, of whom the feed tells this kind of record; None is anybody."""
        return self.ages_of_kind.get(kind, (self.min_age, self.max_age))


class _Feeds(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    feed: dict[str, Agreement] = {}


def load_agreements(path: Path | None = None) -> dict[str, Agreement]:
    """By feed, the terms in the file at `path`, else in feeds.toml of the working folder, else beside the packages.

    None where no such file stands anywhere; WrongUse, naming the entry, when one can't be used.
    """
    places = [path] if path else [Path(FILE), Path(__file__).resolve().parent.parent / FILE]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        return {}
    try:
        entries = toml_of(found)
    except ValueError as error:
        raise WrongUse(f"{found.name} must be TOML in UTF-8: {error}") from error
    return dict(held_to(_Feeds, entries, found.name).feed)


def check_in_force(feed: str, agreement: Agreement | None, received_on: date) -> None:
    """Refused where the feed's agreement had ended before the day of receipt: an expired agreement stops the feed."""
    if agreement is not None and agreement.expires_on < received_on:
        raise Refused(
            f"{feed}: its agreement {agreement.agreement} ended on {agreement.expires_on}; nothing that came after may "
            f"be taken in: ask {agreement.owner} for a new one and write it into {FILE}"
        )


def agreement_from_log(entry: Mapping) -> Agreement | None:
    """The terms under which a delivery was taken in, as the ingest log keeps them."""
    said = entry.get("agreement")
    return Agreement.model_validate(said) if said else None
