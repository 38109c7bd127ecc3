"""The configuration of nginx for a target."""

from collections.abc import Iterator

from generator import texts
from generator.deploy.serving import HASHED, REALM, Serving, textual


def configuration(serving: Serving) -> str:
    """A file for `conf.d/`, in the context `http`: maps, and a server.

    `add_header` stands in the server alone: in a location it would take the place of all others.
    What differs by file is therefore a variable.
    """
    # Two sites of one nginx must not share a variable.
    mark = f"dangwu_{serving.site.edition}"
    return "\n".join((*_maps(serving, mark), "", *_server(serving, mark), ""))


def _maps(serving: Serving, mark: str) -> Iterator[str]:
    yield from (f"# {line}" for line in texts.NGINX_HEAD.splitlines())
    # By status, too: that something is missing now is not for ever.
    yield f'map "$status $uri" ${mark}_cache {{'
    yield f'  default "{serving.ask}";'
    yield f'  "~^(200|206|304) .*{HASHED}" "{serving.for_ever}";'
    yield "}"
    if serving.moved:
        yield f"map $uri ${mark}_moved {{"
        yield '  default "";'
        for old, new in serving.moved.items():
            # With and without the slash at its end.
            yield f'  "{old}" "{new}";'
            yield f'  "{old.rstrip("/")}" "{new}";'
        yield "}"
    if serving.closed:
        yield f"# {texts.CONFIG_PROXY}"
        yield f"geo $realip_remote_addr ${mark}_proxy {{"
        yield "  default 0;"
        if serving.proxy:
            yield f"  {serving.proxy} 1;"
        yield "}"
        variable = serving.header.lower().replace("-", "_")
        yield f'map "${mark}_proxy:$http_{variable}" ${mark}_realm {{'
        yield f'  default "{REALM}";'
        yield '  "~^1:." off;'
        yield "}"


def _server(serving: Serving, mark: str) -> Iterator[str]:
    yield "server {"
    yield f"  listen {serving.listen};"
    yield f"  server_name {serving.name or '_'};"
    yield "  server_tokens off;"
    yield "  absolute_redirect off;"
    yield "  index index.html;"
    yield "  etag on;"
    yield "  default_type application/octet-stream;"
    yield "  types {"
    for ending, media_type in serving.types.items():
        yield f"    {media_type} {ending[1:]};"
    yield "  }"
    yield "  charset utf-8;"
    charset = sorted({each for each in serving.types.values() if textual(each)} - {"text/html"})
    yield f"  charset_types {' '.join(charset)};"
    yield f"  # {texts.CONFIG_PACKED}"
    yield "  gzip off;"
    yield "  gzip_static on;"
    yield "  gzip_vary on;"
    yield f"  # {texts.NGINX_BROTLI}"
    yield "  # brotli_static on;"
    for name, value in serving.headers():
        yield f'  add_header {name} "{value}" always;'
    yield f'  add_header Cache-Control "${mark}_cache" always;'
    yield f"  # {texts.CONFIG_HTTPS}"
    yield '  # add_header Cross-Origin-Opener-Policy "same-origin" always;'
    if serving.closed:
        yield f'  auth_basic "${mark}_realm";'
        yield f'  auth_basic_user_file "{serving.passwords}";'
    if serving.moved:
        yield f"  if (${mark}_moved) {{"
        yield f"    return 301 ${mark}_moved;"
        yield "  }"
    yield f"  error_page 404 {serving.path}404.html;"
    if serving.path == "/":
        yield f'  root "{serving.current}";'
    else:
        if not serving.closed:
            yield f"  location = {serving.path.rstrip('/')} {{ return 301 {serving.path}; }}"
        yield f'  location ^~ {serving.path} {{ alias "{serving.current}/"; }}'
        yield "  location / { return 404; }"
    yield "}"
