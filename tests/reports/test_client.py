"""What a client sees of a slip: the cases the phone's summary is held against too."""

import copy
import json
from pathlib import Path

import pytest

from app.reports.copies import BLOCKS, blocks_for, shown_to_client

CASES = json.loads((Path(__file__).parent.parent / "cases" / "client.json").read_text())


@pytest.mark.parametrize("case", CASES["blocks"], ids=lambda case: f"{case['kind']} {case['chosen']}")
def test_the_blocks_of_a_job(case):
    assert blocks_for(case["chosen"], case["kind"]) == set(case["gives"])


@pytest.mark.parametrize("case", CASES["shown"], ids=lambda case: case["name"])
def test_what_the_client_sees(case):
    content = copy.deepcopy(CASES["content"])
    assert shown_to_client(content, case["blocks"]) == case["gives"]
    assert content == CASES["content"]


def test_every_block_is_in_the_cases():
    assert set(CASES["shown"][0]["blocks"]) == set(BLOCKS)
