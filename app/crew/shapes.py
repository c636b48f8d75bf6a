"""The envelopes phones send."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import Refusal

MOST_OPS = 50
Model = TypeVar("Model", bound=BaseModel)


class High(BaseModel):
    """The end of the ledger as a phone knows it."""

    model_config = ConfigDict(strict=True, extra="ignore")

    seq: Annotated[int, Field(ge=0, le=2**53)] = 0
    chain: Annotated[str, Field(max_length=64)] = ""


class Push(BaseModel):
    """The envelope of a push. The ops are judged one by one, so that a bad one cannot block the others."""

    model_config = ConfigDict(strict=True, extra="ignore")

    device: Annotated[str, Field(max_length=36)]
    high: High = High()
    ops: Annotated[list[dict[str, Any]], Field(max_length=MOST_OPS)]


def shaped(model: type[Model], value: Any) -> Model:
    """The value in its shape, or `malformed` with where it is not."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        where = [".".join(str(part) for part in problem["loc"]) for problem in error.errors()][:10]
        raise Refusal("malformed", where=where) from None
