from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lippen.design import assets
from lippen.design.tests import gallery
from lippen.design.tests.browsers import launch_args

STATIC = Path(assets.__file__).parent / "static"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return launch_args()


class Quiet(SimpleHTTPRequestHandler):
    """Serves the gallery under the site's own content security policy."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def gallery_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "static").symlink_to(STATIC)
    for name in gallery.PAGES:
        (folder / f"{name}.html").write_text(gallery.page(name), encoding="utf-8")
    refused = gallery.page("form", form=gallery.refused_form(), draft_saved_at=None)
    (folder / "refused.html").write_text(refused, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
