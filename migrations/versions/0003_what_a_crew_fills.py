"""Checklists and which version a slip is pinned to; what a job agrees on, how far a site is, who a client is; what a
phone carries has a mark; a line may name other bytes than before."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
ATTACHMENT = ("slip_id", "row_id", "sha256", "size", "role")


def added() -> dict[str, list[sa.Column[Any]]]:
    """New columns by table; a column belongs to one table object only, so they are made each time."""
    return {
        "site": [
            sa.Column("municipality", sa.String(length=120), nullable=False, server_default=""),
            sa.Column("quarter", sa.String(length=120), nullable=False, server_default=""),
            sa.Column("km", sa.String(length=12), nullable=True),
            sa.Column("minutes", sa.Integer(), nullable=True),
        ],
        "job": [
            sa.Column("agreed_with", sa.String(length=200), nullable=False, server_default=""),
            sa.Column("agreed_on", sa.String(length=10), nullable=True),
            sa.Column("agreed_ref", sa.String(length=200), nullable=False, server_default=""),
            sa.Column("hot_work", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("position_mask", sa.String(length=40), nullable=False, server_default=""),
            sa.Column("checklists", sa.JSON(), nullable=False, server_default="[]"),
        ],
        "client": [sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false())],
    }


def upgrade() -> None:
    for table, columns in added().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(column)
    op.create_table(
        "checklist_version",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_table(
        "pin",
        sa.Column("slip_id", sa.String(length=36), nullable=False),
        sa.Column("checklist", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slip_id", "checklist", "version"),
    )
    op.create_index("pin_by_checklist", "pin", ["checklist", "version"])
    op.create_table(
        "catalog_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    _key_of_attachment("slip_id", "row_id", "sha256")


def downgrade() -> None:
    """Of a line that named other bytes before, only the last named are kept."""
    op.execute(
        "DELETE FROM attachment WHERE EXISTS (SELECT 1 FROM attachment later WHERE later.slip_id = attachment.slip_id "
        "AND later.row_id = attachment.row_id AND later.sha256 > attachment.sha256)"
    )
    _key_of_attachment("slip_id", "row_id")
    for table in ("catalog_mark", "pin", "checklist_version"):
        op.drop_table(table)
    for table, columns in added().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)


def _key_of_attachment(*key: str) -> None:
    """Makes the table anew: not every database can change a primary key."""
    op.drop_index("attachment_by_digest", table_name="attachment")
    op.rename_table("attachment", "attachment_before")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX attachment_pkey RENAME TO attachment_before_pkey")
    op.create_table(
        "attachment",
        sa.Column("slip_id", sa.String(length=36), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint(*key),
    )
    columns = ", ".join(ATTACHMENT)
    op.execute(f"INSERT INTO attachment ({columns}) SELECT {columns} FROM attachment_before")
    op.drop_table("attachment_before")
    op.create_index("attachment_by_digest", "attachment", ["sha256"])
