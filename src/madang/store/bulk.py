"""Many rows into a table at once, by each database's own shortest way; keys that are there stay.

Values come as the driver wants them: no type of the schema looks at them on their way.
"""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection


async def put(
    connection: AsyncConnection, table: Table, columns: Sequence[str], rows: list[tuple[Any, ...]]
) -> None:
    """Insert rows, but for those whose key is taken."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        await connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING',  # noqa: S608 - names of ours
            rows,
        )
        return
    stage = f'"arriving_{table.name}"'
    await connection.exec_driver_sql(
        f'CREATE TEMP TABLE IF NOT EXISTS {stage} (LIKE "{table.name}" INCLUDING DEFAULTS) '
        "ON COMMIT DELETE ROWS"
    )
    raw = await connection.get_raw_connection()
    driver = cast("Any", raw.driver_connection)
    async with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {stage} ({names}) FROM STDIN") as copy,
    ):
        for row in rows:
            await copy.write_row(row)
    await connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM {stage} ON CONFLICT DO NOTHING'  # noqa: S608 - as above
    )
