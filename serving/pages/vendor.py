"""Makes `static/govuk-frontend.css` from the published npm tarball, so that anyone can redo it and compare.

Left out: the GDS Transport font and the crown, which are for GOV.UK alone, and with them every `url()`.
Use: `npm pack govuk-frontend@6.3.0`, then `python -m serving.pages.vendor govuk-frontend-6.3.0.tgz`.
"""

from __future__ import annotations

import re
import sys
import tarfile
from pathlib import Path

from records.refusal import Refused

PUBLISHED = "package/dist/govuk/govuk-frontend.min.css"
VENDORED = Path(__file__).resolve().parent.parent / "static" / "govuk-frontend.css"
NOTICE = "/*! govuk-frontend 6.3.0, MIT, Crown Copyright (Government Digital Service); fonts and crest removed */\n"

FONT_NOTICE = re.compile(r"/\*![^*]*Margaret Calvert[^*]*\*/")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
CREST = re.compile(r"(?:background-image|-webkit-mask-image|mask-image):url\([^)]*crest[^)]*\);?")


def without_fonts_and_crest(css: str) -> str:
    """The stylesheet with no font file, no crest and no `url()`; refused when one is left."""
    for pattern in (FONT_NOTICE, FONT_FACE, CREST):
        css = pattern.sub("", css)
    css = css.replace("GDS Transport,", "")
    if "url(" in css or "GDS Transport" in css:
        raise Refused("the stylesheet must fetch nothing; a url() or the GDS Transport font is still in it")
    return NOTICE + css


def main(tarball: str) -> None:
    """Writes the vendored stylesheet from `tarball`."""
    with tarfile.open(tarball) as package:
        member = package.extractfile(PUBLISHED)
        if member is None:
            raise Refused(f"the tarball must hold {PUBLISHED}; it does not")
        VENDORED.write_text(without_fonts_and_crest(member.read().decode("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
