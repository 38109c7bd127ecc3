"""Pages that nobody watches: opened beside Playwright, which listens to everything on its own.

What listens to the network of a page takes time of every request, in the page's processes and in
its own. Where times are measured, a page is therefore opened in a context that Playwright does not
know, by the browser's DevTools session, and no domain is enabled there that says what is loaded.
"""

import itertools
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession

# Seconds between two looks for an answer: what looks all the time takes time of what is measured.
_PAUSE = 0.05
_PATIENCE = 60.0
_READY = """new Promise((ready) => {
  const look = () => { if (%s) ready(); else setTimeout(look, 20); };
  look();
})"""


class Unwatched:
    """A page, by messages to its target."""

    def __init__(self, session: CDPSession, target: str) -> None:
        self._session = session
        self._numbers = itertools.count(1)
        self._answers: dict[int, dict[str, Any]] = {}
        session.on("Target.receivedMessageFromTarget", self._received)
        attached = session.send("Target.attachToTarget", {"targetId": target, "flatten": False})
        self._name: str = attached["sessionId"]
        self._send("Page.enable")

    def _received(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if event["sessionId"] == self._name and "id" in message:
            self._answers[message["id"]] = message

    def _send(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": params})
        given = {"sessionId": self._name, "message": message}
        self._session.send("Target.sendMessageToTarget", given)
        until = time.monotonic() + _PATIENCE
        while number not in self._answers:
            if time.monotonic() > until:
                raise TimeoutError(method)
            time.sleep(_PAUSE)
            # Events are handed over while something is asked for.
            self._session.send("Browser.getVersion")
        answer = self._answers.pop(number)
        if "error" in answer or "exceptionDetails" in answer["result"]:
            raise RuntimeError(f"{method}: {answer}")
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, address: str, script: str = "") -> None:
        """Go there; `script` runs before those of the page."""
        self._send("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._send("Page.navigate", url=address)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, or what it promises."""
        found = self._send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        self.evaluate(_READY % condition)

    def enter(self, box: str, text: str) -> None:
        """Put a text into a box in place of what is there, and press Enter."""
        self.evaluate(f"(document.querySelector({json.dumps(box)}).select(), null)")
        self._send("Input.insertText", text=text)
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self._send("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self._send("Input.dispatchKeyEvent", type="keyUp", **key)


@contextmanager
def unwatched(browser: Browser) -> Iterator[Unwatched]:
    """A new page in a new context, which has nothing in its cache yet."""
    session = browser.new_browser_cdp_session()
    context = session.send("Target.createBrowserContext")["browserContextId"]
    wanted = {"url": "about:blank", "browserContextId": context, "width": 1280, "height": 800}
    target = session.send("Target.createTarget", wanted)["targetId"]
    try:
        yield Unwatched(session, target)
    finally:
        session.send("Target.disposeBrowserContext", {"browserContextId": context})
        session.detach()
