"""Templates to HTML: everything that comes from outside is escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from records.feeds import late_alone
from serving.pages import words

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def environment() -> Environment:
    """Our templates and the GOV.UK macros, which expect missing parameters to be let through, escaping always on."""
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), macros]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["plain_date"] = words.plain_date
    env.filters["agency"] = words.agency
    env.filters["set_in_type"] = words.set_in_type
    env.tests["late_alone"] = late_alone
    return env


ENVIRONMENT = environment()


def path_in(request: Request, name: str, /, **params: str) -> str:
    """The path of a route of this application under whatever prefix it is mounted; parameters may hold anything."""
    root = request.scope.get("root_path", "").rstrip("/")
    return root + str(request.app.url_path_for(name, **{part: quote(value, safe="") for part, value in params.items()}))


def html(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page; the template reaches `path(name, **params)` for its links."""

    def path(name: str, /, **params: str) -> str:
        return path_in(request, name, **params)

    return HTMLResponse(ENVIRONMENT.get_template(template).render(path=path, **context), status)
