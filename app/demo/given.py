"""What a crew answers to the app: a reason where its self-check asks for one, a yes to the meals it proposes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app import ids
from app.demo.world import Rows
from app.pages import t
from app.sites import terms
from app.sites.places import Site
from app.slips.around import around_of
from app.slips.expenses import FIRM, Proposal, propose
from app.slips.rules import check
from app.slips.tables import Slip

WHY = {"photo_after_missing": "Teile sind schon beim Verzinken."}


def reasons(session: Session, slip: Slip, zone: str) -> Rows:
    """One for all that should be looked at."""
    asked = [one for one in check(_shown(slip), around_of(session, slip, zone)) if one["level"] == "should"]
    return {
        ids.derived(slip.id, "reason", one["code"], one["about"]): (
            "reason", {"code": one["code"], "about": one["about"], "text": WHY[one["code"]]},
        )
        for one in asked
    }  # fmt: skip


def allowances(session: Session, slip: Slip) -> Rows:
    """All that is proposed and worth something. Nobody of the firm has been at one site for three months."""
    site = session.get_one(Site, slip.site_id)
    around = {
        "rates": terms.rates(session), "table": terms.expenses(session),
        "site": {"km": site.km, "minutes": site.minutes},
    }  # fmt: skip
    return dict(_accepted(propose(_shown(slip), around)))


def _accepted(proposed: Iterable[Proposal]) -> Iterable[tuple[str, tuple[str, dict[str, Any]]]]:
    for one in proposed:
        said = {name: one[name] for name in ("person", "name", "kind", "allowance", "quantity", "amount_cents")}
        text = one["text"] or t("de", f"record.allowance.{one['kind']}")
        if one["amount_cents"]:
            yield ids.new(), ("allowance", {**said, "text": text, "because": one["because"]["code"], "note": _why(one)})


def _why(proposal: Proposal) -> str:
    """As the phone writes it onto the slip."""
    params = proposal["because"]["params"]
    shown = {name: value if proposal["kind"] == FIRM else _hm(value) for name, value in params.items()}
    shown |= {"hours": shown.get("minutes"), "km": str(params.get("km") or "").replace(".", ",")}
    return t("de", f"record.because.{proposal['because']['code']}", **shown)


def _hm(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _shown(slip: Slip) -> dict[str, Any]:
    rows = {key: row for key, row in slip.content["rows"].items() if not row.get("dropped")}
    return {"slip_id": slip.id, "fields": slip.content["fields"], "rows": rows}
