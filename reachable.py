"""The command line: one page that mounts each package's commands and turns refusals into exit codes.

0 done, 1 a fault of ours, 2 wrong use, 3 the data or model was refused. No traceback reaches a user; a fault of
ours prints a reference and leaves its trace, without values, in the log folder of REACHABLE_HOME.
"""

from __future__ import annotations

import errno
import os
import sys
from functools import cache

import typer

import audits.cli
import features.cli
import records.cli
import serving.cli
import training.cli
from records.refusal import Refused, WrongUse
from serving.faults import keep_trace
from serving.problem import Problem

# What the machine, not we, would not do; whoever runs it can mend that.
OF_THE_MACHINE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO),
    *(errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.EMFILE, errno.ENFILE, errno.ENOMEM),
}

app = typer.Typer(
    name="reachable",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Dated agency records, as-of indicators, an audited model, and a band with reasons that a person confirms.",
)


@cache
def mount() -> typer.Typer:
    """Every package's commands on one application, in the order of the flow."""
    features.cli.app.command("build", cls=training.cli.ManyValues)(training.cli.build)
    app.add_typer(records.cli.app, name="records", help="What agencies told the partnership, and when.")
    app.add_typer(features.cli.app, name="features", help="What was true as of a date.")
    app.add_typer(training.cli.train, name="train", help="Train a tracked model on a store, or on a table.")
    app.add_typer(audits.cli.app, name="audit", help="Audit a model, or anybody's predictions.")
    app.add_typer(serving.cli.models, name="models", help="Approve and retire models.")
    app.add_typer(serving.cli.tokens, name="tokens", help="Who may ask.")
    app.add_typer(serving.cli.ledger, name="ledger", help="What was shown, decided and approved.")
    app.command("serve")(serving.cli.serve)
    app.command("queue")(serving.cli.queue)
    app.command("demo")(serving.cli.demo)
    return app


def main() -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; messages go to standard error."""
    command = typer.main.get_command(mount())
    try:
        return int(command.main(arguments, prog_name="reachable", standalone_mode=False) or 0)
    except Refused as refusal:
        return _say(3, "Refused.", *refusal.reasons)
    except WrongUse as wrong:
        return _say(2, str(wrong))
    except Problem as no:
        return _say(3, "Refused.", no.detail)
    except typer.Exit as end:
        return end.exit_code
    except typer.Abort:
        return _say(1, "Stopped.")
    except Exception as fault:  # the last line of defence: a user never sees a traceback
        return _fault(fault)


def _fault(fault: Exception) -> int:
    if hasattr(fault, "format_message") and hasattr(fault, "exit_code"):
        return _say(2, f"{fault.format_message()} See `reachable --help`.")
    if isinstance(fault, OSError) and fault.errno in OF_THE_MACHINE:
        why = os.strerror(fault.errno)
        return _say(2, f"a file or folder must be one that can be read or written; it can't ({why}): mend that first")
    return _say(
        1, f"A fault of ours ({type(fault).__name__}). Please report it with this reference: {keep_trace(fault)}"
    )


def _say(code: int, *lines: str) -> int:
    for line in lines:
        typer.echo(line, err=True)
    return code


if __name__ == "__main__":
    main()
