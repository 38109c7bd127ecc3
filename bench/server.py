"""nginx on loopback, on a free port, started and stopped by the benchmark."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# ruff: noqa: S603 - the programs of this benchmark

# Files of Pagefind are compressed already; they are sent as they are, in its favour.
_CONFIG = """
daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log error.log;
events {{ worker_connections 512; }}
http {{
  types {{
    text/html html; text/css css; application/javascript js; application/json json;
    image/svg+xml svg; image/png png; application/octet-stream bin;
    application/x-packed pagefind pf_meta pf_index pf_fragment pf_filter;
  }}
  default_type text/plain;
  charset utf-8;
  access_log off; sendfile on; tcp_nopush on; keepalive_timeout 65;
  gzip on; gzip_min_length 200;
  gzip_types
    text/css application/javascript application/json application/octet-stream image/svg+xml;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
  uwsgi_temp_path temp; scgi_temp_path temp;
  server {{ listen 127.0.0.1:{port}; root "{root}"; index index.html; etag on; }}
}}
"""


class MissingError(Exception):
    """A program that the benchmark needs is not installed."""


def program(*names: str) -> str:
    """The first of the programs that is installed, also where only the system looks."""
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found:
            return found
    raise MissingError(names[0])


@contextmanager
def served(root: Path, work: Path) -> Iterator[str]:
    """Serve a folder while the body runs; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = work / f"nginx-{port}"
    (folder / "temp").mkdir(parents=True)
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(port=port, root=root), encoding="utf-8")
    process = subprocess.Popen(
        [program("nginx"), "-p", str(folder), "-c", str(config), "-e", "error.log"],
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(100):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")
