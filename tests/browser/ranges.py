"""A folder on a loopback port, by a server that answers for parts of files, as real ones do: without
that, no browser goes to another place of a recording. What was asked for is written down.
"""

import contextlib
import http.server
import re
import threading
from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from pathlib import Path

from msgspec import Struct, field

_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class Asked(Struct):
    """The server's address, and the paths that were asked for, in order."""

    address: str = ""
    paths: list[str] = field(default_factory=list)


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, asked: Asked, directory: str) -> None:
        self._asked = asked
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._asked.paths.append(self.path.partition("?")[0])
        path = Path(self.translate_path(self.path))
        wanted = _RANGE.fullmatch(self.headers.get("Range", ""))
        if wanted is None or not path.is_file():
            super().do_GET()
            return
        data = path.read_bytes()
        first = int(wanted[1])
        last = min(int(wanted[2] or len(data) - 1), len(data) - 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        # A browser that has enough hangs up.
        with contextlib.suppress(ConnectionError):
            self.wfile.write(data[first : last + 1])

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Asked]:
    """Serve the folder as long as it is wanted."""
    asked = Asked()
    handler = partial(_Handler, asked=asked, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    asked.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
