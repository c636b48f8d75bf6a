"""The door of the phone app: the shell page, its worker, manifest, texts and files. None of it needs a session."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Header, Response

from app import assets, pages, web
from app.assets import Asset, Assets
from app.crew import words
from app.errors import Refusal
from app.firm import Firm
from app.releases import Releases
from app.version import VERSION

router = APIRouter(include_in_schema=False)

SHELL = "/app"
SHEET = "crew/sheet.css"
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


@router.get("/app/sw.js")
def worker(firm: web.FirmOf, accept_encoding: str = Header(""), if_none_match: str = Header("")) -> Response:
    """The worker with the list of what this version consists of in front; or the one that makes phones let go."""
    asset = _worker() if firm.settings.worker == "on" else own().files[_LEAVING]
    answer = _answer(asset, ASK_FIRST, accept_encoding, if_none_match)
    answer.headers["Service-Worker-Allowed"] = SHELL
    return answer


@router.get("/static/{digest}/{path:path}")
def static(firm: web.FirmOf, digest: str, path: str, accept_encoding: str = Header("")) -> Response:
    """A file of the version its address names, also if another one runs by now."""
    asset = own().get(digest, path) or releases_of(firm).get(digest, path)
    return _answer(_found(asset), FOR_EVER, accept_encoding)


@router.get("/app/pack/{name}")
def pack(name: str, accept_encoding: str = Header("")) -> Response:
    """Only of the version that runs: a worker of another one takes the files one by one."""
    return _answer(_found(packs().get(f"/app/pack/{name}")), FOR_EVER, accept_encoding)


def precache() -> dict[str, str]:
    """Address -> SHA-256 of everything the phone needs to start without a server."""
    return {address: asset.sha256 for address, asset in _kept().items()}


@cache
def packs() -> dict[str, Asset]:
    """The precache in one answer, by an address that changes with what is in it: first whole, then without what a
    browser has already, because the shell page names it."""
    page = _made()[SHELL].body.decode()
    rest = {address: asset for address, asset in _kept().items() if address != SHELL and f'"{address}"' not in page}
    return {f"/app/pack/{one.sha256[:16]}": one for one in (assets.joined(_kept()), assets.joined(rest))}


@cache
def own() -> Assets:
    """All that this version serves under its digest: the files of the folder, the styles of the phone as one sheet, and
    the words made out of the texts."""
    installed = assets.installed()
    sheet = b"\n".join(installed.files[path].body for path in styles())
    spoken = {_words(lang): _json(words.of_phone(lang)) for lang in pages.CREW_LANGUAGES}
    return replace(installed, files=installed.files | {SHEET: assets.asset(SHEET, sheet)} | spoken)


def styles() -> list[str]:
    """What the sheet is made of, the general first: six files cost a new phone six requests."""
    return ["base.css", "crew/crew.css", *assets.installed().under("crew/styles/", ending=".css")]


def releases_of(firm: Firm) -> Releases:
    return Releases(Path(firm.settings.files) / "releases")


@cache
def _made() -> dict[str, Asset]:
    """What has one address whatever the version: a browser asks for it anew each time."""
    return {SHELL: _shell_page(), "/app/manifest.webmanifest": _json(_manifest(), ".webmanifest")}


def _shell_page() -> Asset:
    first = own().needed_by("crew/app.js")
    html = pages.render(
        "crew/shell.html",
        pages.LANGUAGES[0],
        asset=own().url,
        version=VERSION,
        modules=first,
        later=[path for path in own().needed_by("crew/start.js") if path not in first],
    )
    packed = assets.asset("shell.css", html.encode()).packed
    return Asset(html.encode(), "text/html; charset=utf-8", packed)


def _manifest() -> dict[str, object]:
    lang = pages.LANGUAGES[0]
    icons = [
        {"src": own().url(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
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


def _kept() -> dict[str, Asset]:
    return _made() | {own().url(path): own().files[path] for path in _files()}


_WORKER, _LEAVING = "crew/sw.js", "crew/sw-leaving.js"


@cache
def _worker() -> Asset:
    source = f"self.RELEASE = {json.dumps(_release(), indent=1)};\n".encode() + own().files[_WORKER].body
    return assets.asset("sw.js", source)


def _release() -> dict[str, object]:
    whole, rest = packs()
    on_demand = own().hashes(_on_demand())
    return {"version": own().digest, "shell": SHELL, "files": precache(), "words": on_demand, "packs": [whole, rest]}


def _files() -> list[str]:
    mine = own().under("crew/", "texts/", "vendor/")
    return [path for path in mine if path not in (_WORKER, _LEAVING, *styles(), *_on_demand())]


def _on_demand() -> list[str]:
    """Languages a phone keeps once its person has chosen them: all of them at once would cost every phone."""
    return [_words(lang) for lang in pages.CREW_LANGUAGES if lang != pages.LANGUAGES[0]]


def _words(lang: str) -> str:
    return f"texts/{lang}.json"


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
    if asset.tight and "br" in accept_encoding:
        return Response(asset.tight, media_type=asset.type, headers=headers | {"Content-Encoding": "br"})
    if asset.packed and "gzip" in accept_encoding:
        return Response(asset.packed, media_type=asset.type, headers=headers | {"Content-Encoding": "gzip"})
    return Response(asset.body, media_type=asset.type, headers=headers)
