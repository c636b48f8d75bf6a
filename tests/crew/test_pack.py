"""The phone's files in one answer, as docs/decisions/0012 says."""

import hashlib
import json
import re

import pytest
from fastapi.testclient import TestClient

from app.crew import shell
from app.firm import Firm
from app.main import create_app


@pytest.fixture
def browser(firm: Firm) -> TestClient:
    return TestClient(create_app(firm))


@pytest.fixture
def release(browser: TestClient) -> dict[str, object]:
    source = browser.get("/app/sw.js").text
    listed: dict[str, object] = json.loads(source[source.index("{") : source.index("};") + 1])
    return listed


@pytest.fixture
def packs(release: dict[str, object]) -> list[str]:
    named = release["packs"]
    assert isinstance(named, list)
    return named


def unpacked(pack: bytes) -> dict[str, tuple[str, bytes]]:
    """Address -> type and content; nothing is left over."""
    line, bodies = pack.split(b"\n", 1)
    files = {}
    for address, length, type in json.loads(line):
        files[address] = (type, bodies[:length])
        bodies = bodies[length:]
    assert bodies == b""
    return files


def test_a_pack_holds_every_file_as_it_comes_alone(
    browser: TestClient, release: dict[str, object], packs: list[str]
) -> None:
    files = unpacked(browser.get(packs[0]).content)
    assert {name: hashlib.sha256(body).hexdigest() for name, (_, body) in files.items()} == release["files"]
    for address, (type, body) in files.items():
        alone = browser.get(address)
        assert (alone.headers["content-type"], alone.content) == (type, body), address


def test_the_second_pack_is_what_a_browser_has_not_got_from_the_shell_page(
    browser: TestClient, packs: list[str]
) -> None:
    html = browser.get("/app").text
    named = {"/app", *re.findall(r'(?:href|src)="(/[^"#]+)"', html)}
    whole, rest = (unpacked(browser.get(address).content) for address in packs)
    assert rest == {address: file for address, file in whole.items() if address not in named}
    assert shell.own().url("crew/screens/sign.js") in rest and shell.own().url("crew/app.js") not in rest


def test_a_pack_is_named_by_its_content_and_kept_for_ever(browser: TestClient, packs: list[str]) -> None:
    for address in packs:
        answer = browser.get(address)
        assert address == f"/app/pack/{hashlib.sha256(answer.content).hexdigest()[:16]}"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-security-policy"] == "default-src 'none'"


@pytest.mark.parametrize(("asked", "got"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)])
def test_a_pack_comes_packed_as_the_browser_can_read_it(
    browser: TestClient, packs: list[str], asked: str, got: str | None
) -> None:
    answer = browser.get(packs[1], headers={"accept-encoding": asked})
    assert answer.headers.get("content-encoding") == got
    assert answer.content == shell.packs()[packs[1]].body


def test_files_pack_better_together() -> None:
    own, rest = shell.own(), list(shell.packs().values())[1]
    alone = [own.get(own.digest, path.split("/", 3)[-1]) for path in unpacked(rest.body)]
    assert rest.tight and len(rest.tight) < 0.75 * sum(len(file.tight or file.body) for file in alone if file)


def test_a_pack_of_another_version_is_not_here(browser: TestClient) -> None:
    assert browser.get("/app/pack/0000000000000000").status_code == 404
