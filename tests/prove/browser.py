"""As much of a browser as a form needs: a session, the page, its hidden fields and its answer, or that none came."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 20
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
SET = re.compile(r"^(\w+)=([^;]*)")


class Lost(Exception):
    """No answer came: whether it was done nobody knows."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The form's hidden fields."""
        return dict(HIDDEN.findall(self.text))


@dataclass
class Browser:
    """Somebody signed in."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """A form."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookies = {"sessionid": self.session, **self.cookies}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Lost from error
        finally:
            connection.close()
        self._keep(answer)
        return Answer(answer.status, answer.headers.get("Location", ""), text)

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie") or ():
            if (found := SET.match(header)) and found[1] == "csrftoken":
                self.cookies[found[1]] = found[2]
