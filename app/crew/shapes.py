"""The envelopes phones send."""

import re
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from app.errors import Refusal
from app.people.statement import Statement, Waiting

MOST_OPS = 50
MOST_WAITING = 1_000_000
Model = TypeVar("Model", bound=BaseModel)


class High(BaseModel):
    """The end of the ledger as a phone knows it."""

    model_config = ConfigDict(strict=True, extra="ignore")

    seq: Annotated[int, Field(ge=0, le=2**53)] = 0
    chain: Annotated[str, Field(max_length=64)] = ""


def _waiting(said: Any) -> Waiting | None:
    if not isinstance(said, dict) or not all(_is_count(said.get(name)) for name in ("ops", "photos")):
        return None
    return Waiting(said["ops"], said["photos"], _moment(said.get("since")))


def _is_count(said: Any) -> bool:
    return type(said) is int and 0 <= said <= MOST_WAITING


def _moment(said: Any) -> str:
    """An instant with its offset, as it came; anything else is nothing."""
    try:
        return said if len(said) <= 40 and datetime.fromisoformat(said).tzinfo else ""
    except (TypeError, ValueError):
        return ""


def _digests(said: Any) -> frozenset[str]:
    listed = said if isinstance(said, list) else []
    return frozenset(one for one in listed if isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one))


def _version(said: Any) -> str:
    return said if isinstance(said, str) and re.fullmatch(r"[\w.+-]{1,20}", said, re.ASCII) else ""


class Push(BaseModel):
    """The envelope of a push. The ops are judged one by one, so that a bad one cannot block the others; what a phone
    says of itself is taken if it can be read, and never a reason to send it away."""

    model_config = ConfigDict(strict=True, extra="ignore", arbitrary_types_allowed=True)

    device: Annotated[str, Field(max_length=36)]
    high: High = High()
    ops: Annotated[list[dict[str, Any]], Field(max_length=MOST_OPS)]
    waiting: Annotated[Waiting | None, BeforeValidator(_waiting)] = None
    lost: Annotated[frozenset[str], BeforeValidator(_digests)] = frozenset()
    version: Annotated[str, BeforeValidator(_version)] = ""

    def statement(self, receipts: int) -> Statement:
        """What the phone will look like once it has the answer, with so many receipts in it."""
        return Statement(self.waiting.less(receipts) if self.waiting is not None else None, self.version)


def shaped(model: type[Model], value: Any) -> Model:
    """The value in its shape, or `malformed` with where it is not."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        where = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()][:10]
        raise Refusal("malformed", where=where) from None
