"""Canonical JSON and the content hash: the cases of canon.json and content.json, which the phone runs too."""

import json
from pathlib import Path

import pytest

from app.slips.op import Malformed, canonical, content_hash, sha256, signable

CASES = Path(__file__).parents[1] / "cases"
CANON = json.loads((CASES / "canon.json").read_text("utf-8"))
CONTENT = json.loads((CASES / "content.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CANON["cases"], ids=[case["text"][:40] for case in CANON["cases"]])
def test_it_writes(case):
    assert canonical(case["value"]).decode() == case["text"]
    assert sha256(canonical(case["value"])) == case["sha256"]


@pytest.mark.parametrize("text", CANON["fails"])
def test_it_refuses(text):
    with pytest.raises(Malformed):
        canonical(json.loads(text))


@pytest.mark.parametrize("case", CONTENT, ids=[case["name"] for case in CONTENT])
def test_content(case):
    slip = case["slip"]
    content = {name: slip[name] for name in ("fields", "extra")} | {"rows": _with_extra(slip["rows"])}
    assert canonical(signable(slip["slip_id"], content)).decode() == case["text"]
    assert content_hash(slip["slip_id"], content) == case["content_hash"]


def _with_extra(rows):
    return {row_id: {"extra": {}, **row} for row_id, row in rows.items()}
