"""Where an installation keeps its things: store, approved bundles, audits, ledger and keys, under REACHABLE_HOME.

Keys stand outside the database on purpose: whoever can write the ledger's tables can't forge its chain.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from records.refusal import Refused

KEY_BYTES = 32


@dataclass(frozen=True)
class Home:
    """One installation's folder; nothing is created until it is needed."""

    path: Path

    @property
    def store(self) -> Path:
        return self.path / "store"

    @property
    def bundles(self) -> Path:
        return self.path / "bundles"

    @property
    def audits(self) -> Path:
        return self.path / "audits"

    def ledger_url(self) -> str:
        """The ledger's database: REACHABLE_LEDGER_URL, else SQLite in this folder."""
        named = os.environ.get("REACHABLE_LEDGER_URL")
        return named or f"sqlite:///{(self.path / 'ledger.db').resolve()}"

    def has_key(self, name: str) -> bool:
        """True when the secret key `name` has been made."""
        return self._key_file(name).is_file()

    def key(self, name: str) -> bytes:
        """The secret key `name`, made on first use; its folder is 0700 and its file 0600. Refused where it can't be
        read or made, or isn't whole."""
        file = self._key_file(name)
        try:
            if not file.exists():
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _write_once(file, secrets.token_bytes(KEY_BYTES))
            found = file.read_bytes()
        except OSError as error:
            raise Refused(f"the folder of secrets must be readable and writable: {error.strerror}") from error
        if len(found) != KEY_BYTES:
            raise Refused(f"{file.name} must hold {KEY_BYTES} bytes, it holds {len(found)}: restore it from its copy")
        return found

    def _key_file(self, name: str) -> Path:
        return self.path / "secrets" / f"{name}.key"


def home() -> Home:
    """The folder that REACHABLE_HOME names, else ./var."""
    return Home(Path(os.environ.get("REACHABLE_HOME", "var")))


def _write_once(file: Path, key: bytes) -> None:
    """Two processes may meet here: the first whole key wins, and nobody reads half of one."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(key)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
