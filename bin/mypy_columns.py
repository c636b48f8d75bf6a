"""For mypy: on the class, a field of an SQLModel table is a column. SQLModel itself types it as its value."""

from collections.abc import Callable

from mypy.nodes import TypeInfo, Var
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

COLUMN = "sqlalchemy.orm.attributes.InstrumentedAttribute"
MODEL = "sqlmodel.main.SQLModel"


class Columns(Plugin):
    def get_class_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        owner, _, name = fullname.rpartition(".")
        found = self.lookup_fully_qualified(owner) if owner.startswith("app.") and not name.startswith("_") else None
        info = found.node if found else None
        if not isinstance(info, TypeInfo) or not info.has_base(MODEL) or not _is_field(info, name):
            return None
        return self._column

    def _column(self, context: AttributeContext) -> Type:
        column = self.lookup_fully_qualified(COLUMN)
        if column is None or not isinstance(column.node, TypeInfo):
            return context.default_attr_type
        return Instance(column.node, [context.default_attr_type])


def _is_field(info: TypeInfo, name: str) -> bool:
    symbol = info.names.get(name)
    return symbol is not None and isinstance(symbol.node, Var) and not symbol.node.is_classvar


def plugin(version: str) -> type[Plugin]:
    return Columns
