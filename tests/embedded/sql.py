"""SQL over the address the stack hands out, with the driver the project uses."""

import asyncpg
from sqlalchemy.engine import make_url


async def run_sql(url: str, statement: str) -> object:
    """One statement on its own connection; returns the first column of the first row."""
    address = make_url(url)
    host = str(address.query["host"])
    connection = await asyncpg.connect(user=address.username, database=address.database, host=host, timeout=10)
    try:
        value: object = await connection.fetchval(statement)
    finally:
        await connection.close()
    return value
