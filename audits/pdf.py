"""report.pdf, where the machine can print one: WeasyPrint needs the system's pango, and a report does without."""

from __future__ import annotations

from pathlib import Path

from audits.kept import PRINTED

MISSING = "report.pdf was left out: it needs the system's pango. Debian packages: libpango-1.0-0 libpangoft2-1.0-0"


def write_pdf(out: Path) -> str:
    """Prints report.html as report.pdf beside it; returns the line that says so, or says what is missing. One of an
    earlier report goes first."""
    (out / PRINTED).unlink(missing_ok=True)
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return MISSING
    HTML(filename=str(out / "report.html")).write_pdf(str(out / PRINTED))
    return f"Printed: {out / PRINTED}"


def rewrite_pdf(out: Path) -> None:
    """Prints a report again that was printed before, so that no file beside it says less than report.html."""
    if (out / PRINTED).is_file():
        write_pdf(out)
