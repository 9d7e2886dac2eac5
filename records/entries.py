"""How a section of policy.toml is read: every entry known, there and of its type, so that none is a silent default."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Entries(BaseModel):
    """A section: what it does not know, lacks or finds of another type is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
