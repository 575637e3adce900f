"""Frozen figures stay as they are: the database refuses to change or delete them."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REFUSAL = "Frozen figures stay as they are."


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER freeze_no_{act.lower()} BEFORE {act} ON freeze "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION freeze_stays() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        'CREATE TRIGGER freeze_stays BEFORE UPDATE OR DELETE ON "freeze" FOR EACH ROW EXECUTE FUNCTION freeze_stays()'
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER freeze_no_update")
        op.execute("DROP TRIGGER freeze_no_delete")
        return
    op.execute('DROP TRIGGER freeze_stays ON "freeze"')
    op.execute("DROP FUNCTION freeze_stays()")
