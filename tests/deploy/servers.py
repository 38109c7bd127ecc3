"""Real web servers on free loopback ports, with the configuration that dangwu prints."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

_NGINX = """
daemon off;
{user}worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  gzip on;
  gzip_types *;
  include {folder}/dangwu.conf;
}}
"""


class Answer(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: bytes


class Server(Struct, frozen=True):
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, headers: dict[str, str] | None = None, source: str = "") -> Answer:
        """Ask for a path, as it stands: nothing in it is mended on the way. Header names in small."""
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=10, source_address=(source, 0) if source else None
        )
        try:
            connection.putrequest("GET", path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, found, answer.read())
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def listening(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    assert found, f"{name} is missing: run scripts/servers"
    return found


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path, **more: object) -> Iterator[None]:
    """A server, from when it listens until it is wanted no more."""
    with log.open("wb") as said:
        started = subprocess.Popen(command, stdout=said, stderr=said, **more)  # type: ignore[call-overload]
    try:
        while not listening(port):
            assert started.poll() is None, log.read_text()
            time.sleep(0.02)
        yield
    finally:
        started.terminate()
        started.wait()


@contextlib.contextmanager
def nginx(folder: Path, configuration: str, port: int) -> Iterator[Server]:
    folder.mkdir()
    # The worker of a root's nginx would be another user, who may not look into this folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, user=user), encoding="utf-8")
    (folder / "dangwu.conf").write_text(configuration, encoding="utf-8")
    command = [
        program("nginx"),
        "-p",
        str(folder),
        "-e",
        f"{folder}/error.log",
        "-c",
        f"{folder}/nginx.conf",
    ]
    with running(command, port, folder / "said.log"):
        yield Server(port)


@contextlib.contextmanager
def caddy(folder: Path, configuration: str, port: int) -> Iterator[Server]:
    folder.mkdir()
    text = "{\n\tadmin off\n}\n" + configuration
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    home = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [program("caddy"), "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]
    with running(command, port, folder / "said.log", env=home):
        yield Server(port)


SERVERS = {"nginx": nginx, "caddy": caddy}
