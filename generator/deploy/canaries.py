"""Canary pages, asked for as readers do: what the web server answers after the swap.

The organisers' edition must not open without a password or a sign-on; the members' pages must be
those of the release, byte for byte.
"""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

from generator.deploy.manifest import Manifest
from generator.deploy.releases import Release
from generator.problems import codes
from generator.problems.problem import Place, Problem, problem

_SECONDS = 10
# 401 and 403 are a refusal (RFC 9110 § 15.5), 302, 303 and 307 lead to a sign-on.
_CLOSED = frozenset((302, 303, 307, 401, 403))


def asked(base: str, release: Release, own: Manifest, urls: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the answers to the canaries below `base` (E917, E922)."""
    for url in urls:
        path = f"{url}index.html" if not url or url.endswith("/") else url
        address = f"{base.rstrip('/')}/{url}"
        status, body = _answer(address)
        if release.edition == "organisers":
            if status not in _CLOSED:
                yield problem(codes.E922, Place(address), page=address, status=status)
        elif status != 200 or hashlib.sha256(body).hexdigest() != own.get(path):
            yield problem(codes.E917, Place(address), page=f"{address} ({status})")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _answer(address: str) -> tuple[int, bytes]:
    """Status and body; 0 where nobody answers. No proxy: it is the intranet's own server."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())
    request = urllib.request.Request(address, headers={"Accept-Encoding": "identity"})  # noqa: S310
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
    except (urllib.error.URLError, OSError, ValueError):
        return 0, b""
