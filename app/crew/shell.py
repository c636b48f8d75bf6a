"""The door of the phone app: the shell page, its worker, manifest, texts and files. None of it needs a session."""

import json
from functools import cache

from fastapi import APIRouter, Header, Response

from app import assets, pages
from app.assets import Asset
from app.errors import Refusal

router = APIRouter(include_in_schema=False)

SHELL = "/app"
AREAS = ("common", "crew", "errors")
ICONS = {"192x192": "crew/icons/192.png", "512x512": "crew/icons/512.png"}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
# A script runs under its page's policy, not its own; what a header weighs here, every file of the phone pays.
ALONE = "default-src 'none'"


@router.get(SHELL)
def shell(accept_encoding: str = Header(""), if_none_match: str = Header("")) -> Response:
    return _answer(_made()[SHELL], ASK_FIRST, accept_encoding, if_none_match)


@router.get("/app/manifest.webmanifest")
def manifest(accept_encoding: str = Header(""), if_none_match: str = Header("")) -> Response:
    return _answer(_made()["/app/manifest.webmanifest"], ASK_FIRST, accept_encoding, if_none_match)


@router.get("/app/texts/{lang}.json")
def texts(lang: str, accept_encoding: str = Header(""), if_none_match: str = Header("")) -> Response:
    return _answer(_found(_made().get(f"/app/texts/{lang}.json")), ASK_FIRST, accept_encoding, if_none_match)


@router.get("/app/sw.js")
def worker(accept_encoding: str = Header(""), if_none_match: str = Header("")) -> Response:
    """The worker's source with the list of what this version consists of in front."""
    answer = _answer(_worker(), ASK_FIRST, accept_encoding, if_none_match)
    answer.headers["Service-Worker-Allowed"] = SHELL
    return answer


@router.get("/static/{digest}/{path:path}")
def static(digest: str, path: str, accept_encoding: str = Header("")) -> Response:
    return _answer(_found(assets.installed().get(digest, path)), FOR_EVER, accept_encoding)


def precache() -> dict[str, str]:
    """Address -> SHA-256 of everything the phone needs to start without a server."""
    made = {address: asset.sha256 for address, asset in _made().items()}
    return made | assets.installed().hashes(_files())


@cache
def _made() -> dict[str, Asset]:
    """What is written at start rather than lying in the folder."""
    texts = {f"/app/texts/{lang}.json": _json(dict(pages.texts(lang, *AREAS))) for lang in pages.LANGUAGES}
    return {SHELL: _shell_page(), "/app/manifest.webmanifest": _json(_manifest(), ".webmanifest"), **texts}


def _shell_page() -> Asset:
    own = assets.installed()
    html = pages.render(
        "crew/shell.html",
        pages.LANGUAGES[0],
        asset=own.url,
        modules=own.needed_by("crew/app.js"),
    )
    packed = assets.asset("shell.css", html.encode()).packed
    return Asset(html.encode(), "text/html; charset=utf-8", packed)


def _manifest() -> dict[str, object]:
    own, lang = assets.installed(), pages.LANGUAGES[0]
    icons = [
        {"src": own.url(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for sizes, path in ICONS.items()
        for purpose in ("any", "maskable")
    ]
    return {
        "id": SHELL,
        "name": pages.t(lang, "app.name"),
        "short_name": pages.t(lang, "app.name"),
        "description": pages.t(lang, "app.about"),
        "lang": lang,
        "start_url": SHELL,
        "scope": SHELL,
        "display": "standalone",
        "background_color": "#2b3236",
        "theme_color": "#2b3236",
        "icons": icons,
    }


_WORKER = "crew/sw.js"


@cache
def _worker() -> Asset:
    own = assets.installed()
    release = {"version": own.digest, "shell": SHELL, "files": precache()}
    source = f"self.RELEASE = {json.dumps(release, indent=1)};\n".encode() + own.files[_WORKER].body
    return assets.asset("sw.js", source)


def _files() -> list[str]:
    mine = assets.installed().under("base.css", "crew/", "vendor/")
    return [path for path in mine if path != _WORKER]


def _json(value: object, ending: str = ".json") -> Asset:
    return assets.asset(f"made{ending}", json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _found(asset: Asset | None) -> Asset:
    if asset is None:
        raise Refusal("not_found")
    return asset


def _answer(asset: Asset, keep: str, accept_encoding: str, if_none_match: str = "") -> Response:
    headers = {"Cache-Control": keep, "Vary": "Accept-Encoding"}
    if keep == FOR_EVER:
        headers["Content-Security-Policy"] = ALONE
    else:
        headers["ETag"] = f'"{asset.sha256[:32]}"'
        if headers["ETag"] in if_none_match:
            return Response(status_code=304, headers=headers)
    if asset.packed and "gzip" in accept_encoding:
        return Response(asset.packed, media_type=asset.type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.type, headers=headers)
