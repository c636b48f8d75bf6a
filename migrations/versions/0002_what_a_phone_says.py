"""What a phone says of itself: what waits on it, which app it runs, up to where it has read. And who brought an op that
came in a file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waiting_ops", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waiting_photos", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waiting_since", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("pulled_to", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("app_version", sa.String(length=20), nullable=True))
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("brought_by", sa.String(length=36), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_column("brought_by")
    with op.batch_alter_table("device", schema=None) as batch_op:
        for name in ("app_version", "pulled_to", "waiting_since", "waiting_photos", "waiting_ops"):
            batch_op.drop_column(name)
