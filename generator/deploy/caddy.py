"""The configuration of Caddy (2.6 or newer) for a target."""

from collections.abc import Iterator

from generator import texts
from generator.deploy.serving import HASHED, REALM, Serving, textual

# What Go knows by itself, whatever the machine's own list of types says.
_KNOWN = frozenset((".html", ".js", ".css", ".json"))


def configuration(serving: Serving) -> str:
    """A site of a Caddyfile."""
    return "\n".join((*_site(serving), ""))


def _site(serving: Serving) -> Iterator[str]:
    yield from (f"# {line}" for line in texts.CADDY_HEAD.splitlines())
    bind, _, port = serving.listen.rpartition(":")
    yield f"http://{serving.name}:{port} {{"
    if bind:
        yield f"\tbind {bind}"
    yield f'\troot * "{serving.current}"'
    yield "\theader {"
    for name, value in serving.headers():
        yield f'\t\t{name} "{value}"'
    yield f"\t\t# {texts.CONFIG_HTTPS}"
    yield '\t\t# Cross-Origin-Opener-Policy "same-origin"'
    yield "\t}"
    # By itself: taking a header away waits for the answer. All in its block would wait with it, and
    # be missing where the answer is an error.
    yield "\theader -Server"
    yield f"\t@hashed path_regexp {HASHED}"
    yield f"\t@others not path_regexp {HASHED}"
    yield f'\theader @hashed Cache-Control "{serving.for_ever}"'
    yield f'\theader @others Cache-Control "{serving.ask}"'
    for ending, media_type in serving.types.items():
        if ending not in _KNOWN:
            charset = "; charset=utf-8" if textual(media_type) else ""
            yield f"\t@{ending[1:]} path *{ending}"
            yield f'\theader @{ending[1:]} Content-Type "{media_type}{charset}"'
    for old, new in serving.moved.items():
        yield f"\tredir {old} {new} permanent"
        yield f"\tredir {old.rstrip('/')} {new} permanent"
    if serving.closed:
        yield from _door(serving)
    yield f"\t# {texts.CONFIG_PACKED}"
    files = "file_server {\n\t\tprecompressed br gzip\n\t}"
    if serving.path == "/":
        yield f"\t{files}"
    else:
        if not serving.closed:
            yield f"\tredir {serving.path.rstrip('/')} {serving.path} permanent"
        yield f"\thandle_path {serving.path}* {{"
        yield "\t" + f"\t{files}".replace("\n", "\n\t")
        yield "\t}"
        yield "\thandle {"
        yield "\t\terror 404"
        yield "\t}"
    yield "\thandle_errors {"
    yield "\t\t@missing expression `{http.error.status_code} == 404`"
    yield "\t\thandle @missing {"
    yield f'\t\t\theader Cache-Control "{serving.ask}"'
    yield '\t\t\theader Content-Type "text/html; charset=utf-8"'
    yield "\t\t\trewrite * /404.html"
    yield "\t\t\tfile_server"
    yield "\t\t}"
    yield "\t}"
    yield "}"


def _door(serving: Serving) -> Iterator[str]:
    who = "*"
    if serving.proxy:
        yield f"\t# {texts.CONFIG_PROXY}"
        yield "\t@unknown not {"
        yield f"\t\tremote_ip {serving.proxy}"
        yield f"\t\theader_regexp {serving.header} ."
        yield "\t}"
        who = "@unknown"
    yield f"\t# {texts.CADDY_PASSWORDS}"
    yield f'\tbasicauth {who} bcrypt "{REALM}" {{'
    yield f'\t\timport "{serving.passwords}"'
    yield "\t}"
