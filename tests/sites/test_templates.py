"""The firm's checklists: versions that never change, the shipped ones, and what the editor is told."""

from typing import Any

import pytest

from app.errors import Refusal
from app.firm import Firm
from app.migrate import migrate
from app.sites import checklists
from app.sites.checklist import shipped
from tests.cast import Cast


def simple(**more: Any) -> dict[str, Any]:
    item = {"key": "plumb", "kind": "yes_no", "title": {"de": "Im Lot"}}
    return {"id": "railing", "purpose": "quality", "title": {"de": "Geländer"}, "items": [item]} | more


def save(firm: Firm, content: dict[str, Any], by: str = "x") -> tuple[str, int]:
    def work(session: Any) -> tuple[str, int]:
        kept = checklists.save_template(session, content, by)
        return kept.id, kept.version

    return firm.database.write(work)


def newest(firm: Firm, *, active: bool = True) -> dict[str, int]:
    with firm.database.read() as session:
        return {one.id: one.version for one in checklists.newest(session, active=active)}


def test_a_new_firm_has_the_shipped_ones(firm: Firm) -> None:
    assert newest(firm) == {one.id: one.version for one in shipped()}
    migrate(firm)
    with firm.database.read() as session:
        assert len(checklists.versions(session, "hot-work")) == 1


def test_a_new_version_leaves_the_old_one_as_it_was(firm: Firm) -> None:
    assert save(firm, simple()) == ("railing", 1)
    assert save(firm, simple(title={"de": "Geländer und Handlauf"})) == ("railing", 2)
    with firm.database.read() as session:
        first, second = checklists.pinned(session, [("railing", 2), ("railing", 1), ("railing", 9)])
    assert [first.content["title"]["de"], second.content["title"]["de"]] == ["Geländer", "Geländer und Handlauf"]
    assert (first.content["version"], second.content["version"]) == (1, 2)
    assert newest(firm)["railing"] == 2


def test_saving_the_same_again_is_no_version(firm: Firm) -> None:
    assert [save(firm, simple()), save(firm, simple(version=17))] == [("railing", 1), ("railing", 1)]


def test_one_out_of_use_stays_readable(firm: Firm) -> None:
    save(firm, simple())
    firm.database.write(lambda session: checklists.retire(session, "railing"))
    assert "railing" not in newest(firm)
    assert newest(firm, active=False)["railing"] == 1
    with firm.database.read() as session:
        assert [one.version for one in checklists.pinned(session, [("railing", 1)])] == [1]
    assert save(firm, simple()) == ("railing", 2)  # saved again it is in use again
    assert newest(firm)["railing"] == 2


def test_a_release_does_not_take_the_place_of_what_a_firm_made_its_own(
    firm: Firm, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = [one.model_copy(update={"version": 3}) for one in shipped()]
    with firm.database.read() as session:
        own = checklists.versions(session, "hot-work")[0].content
    save(firm, {**own, "title": {"de": "Unser Schein"}}, cast.olga.id)
    firm.database.write(lambda session: checklists.retire(session, "fire-door"))
    monkeypatch.setattr(checklists, "shipped", lambda: newer)
    firm.database.write(checklists.put_in_shipped)
    found = newest(firm, active=False)
    assert {name: found[name] for name in ("hot-work", "fire-door", "powered-gate")} == {
        "hot-work": 2, "fire-door": 1, "powered-gate": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("items", "what"),
    [
        ([{"key": "a", "kind": "yes_no", "title": {"de": "A"}}] * 2, "a: twice"),
        ([{"key": "a", "kind": "text", "title": {"en": "A"}}], "German is missing"),
        (
            [
                {"key": "a", "kind": "text", "title": {"de": "A"}, "when": {"item": "b", "is": ["yes"]}},
                {"key": "b", "kind": "yes_no", "title": {"de": "B"}},
            ],
            "a: b is no earlier item of a fitting kind",
        ),
    ],
)
def test_what_does_not_hang_together_is_refused(firm: Firm, items: list[dict[str, Any]], what: str) -> None:
    with pytest.raises(Refusal) as refused:
        save(firm, simple(items=items))
    assert refused.value.code == "checklist_bad"
    assert refused.value.details["problems"] == [{"at": [], "what": what}]
    assert "railing" not in newest(firm)


def test_the_editor_is_told_where_it_is_wrong(firm: Firm) -> None:
    with pytest.raises(Refusal) as refused:
        save(firm, simple(items=[{"key": "a", "kind": "dance", "title": {"de": "A"}}]))
    assert [one["at"] for one in refused.value.details["problems"]] == [["items", "0", "kind"]]
