"""Every route of the application, BentoML's own included, asks for a sign-in; found from the application itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from serving.middleware import OPEN_PAGES

ROOT = Path(__file__).resolve().parents[4]
OPEN = {"/livez", "/readyz"}
ROUTES = """
import json
from serving.service import Reachable
def paths(routes, before=""):
    for route in routes:
        inner = getattr(getattr(route, "app", None), "routes", None)
        path = before + getattr(route, "path", "")
        yield from paths(inner, path.rstrip("/")) if inner else [path]
print(json.dumps(sorted(set(paths(Reachable.to_asgi().routes)))))
"""


def routes_of(home: Path) -> list[str]:
    environment = {**os.environ, "REACHABLE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", ROUTES], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_no_route_but_two_answers_without_a_sign_in(running):
    found = routes_of(running.world.home.path)
    assert {"/score", "/queue", "/people/{person_id:path}/scores", "/schema.json", "/livez"} <= set(found)
    for template in found:
        path = re.sub(r"{[^}]*}", "x", template) or "/"
        for method in ("GET", "POST", "PUT", "DELETE"):
            status = running.client.request(method, path).status_code
            in_a_browser = running.client.request(method, path, headers={"Accept": "text/html"}).status_code
            assert in_a_browser in {401, 415, status}, (path, method)  # a page says so too, and no other route
            if path in OPEN and method == "GET":
                assert status == 200
            elif OPEN_PAGES.fullmatch(path):
                assert 400 <= status < 500  # a page that says how to sign in, never anything else
            else:
                assert (path, method, status) == (path, method, 401)
