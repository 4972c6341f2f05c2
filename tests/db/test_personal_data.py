"""Identity numbers and contacts are nowhere in plain text, and the same applicant is found all the same."""

import base64
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.db.applications import application_view
from activities.vault import Vault
from api.examples import APPLICATION
from schemas.errors import DaylightError
from tests.db.conftest import Archive
from tests.harness import TEST_KEYS

OLD, NEW = TEST_KEYS["personal_data_keys"], "new:" + base64.b64encode(bytes(range(32, 64))).decode()
LOOKUP = TEST_KEYS["lookup_key"]
SECRETS = (APPLICATION["applicant"]["identity_number"], *APPLICATION["applicant"]["contact"].values())


async def everything(archive: Archive) -> str:
    """All rows of all tables as text, and every bytea as the text it may hide."""
    async with archive.database.transaction() as connection:
        tables = (
            await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        ).scalars()
        return "\n".join([str(await archive.rows(table)) for table in list(tables) if table != "alembic_version"])


async def test_no_column_of_any_table_holds_identity_number_or_contact_in_plain(archive: Archive) -> None:
    found = await everything(archive)
    assert APPLICATION["applicant"]["name"] in found
    for secret in SECRETS:
        for form in (secret, secret.encode().hex(), base64.b64encode(secret.encode()).decode()):
            assert form not in found


async def test_the_same_applicant_is_found_however_the_number_is_written(archive: Archive) -> None:
    vault = Vault(OLD, LOOKUP)
    for written in (
        SECRETS[0],
        SECRETS[0].lower(),
        f" {SECRETS[0][:6]} {SECRETS[0][6:]} ",
        "".join(chr(ord(character) + 0xFEE0) for character in SECRETS[0]),  # full-width
    ):
        async with archive.database.transaction() as connection:
            query = text("SELECT count(*) FROM applications WHERE identity_hash = :hash")
            found = await connection.execute(query, {"hash": vault.lookup(written)})
            assert found.scalar_one() == 2
    assert Vault(OLD, NEW.partition(":")[2]).lookup(SECRETS[0]) != vault.lookup(SECRETS[0])


async def test_after_rotation_the_old_key_opens_and_the_new_one_seals(archive: Archive) -> None:
    rotated = Vault(f"{NEW},{OLD}", LOOKUP)
    async with archive.database.transaction() as connection:
        view = await application_view(connection, archive.case_id, rotated)
    assert view.applicant.identity_number == SECRETS[0]
    sealed = rotated.seal("x", "here")
    assert sealed.startswith(b"new:")
    assert rotated.unseal(sealed, "here") == "x"
    with pytest.raises(DaylightError, match="key_unknown"):
        Vault(OLD, LOOKUP).unseal(sealed, "here")


async def test_a_ciphertext_moved_to_another_row_or_column_does_not_open(archive: Archive) -> None:
    await archive.tamper(
        "UPDATE applications SET identity_sealed ="
        " (SELECT identity_sealed FROM applications WHERE case_id = :case) WHERE case_id <> :case"
    )
    await archive.tamper("UPDATE applications SET contact_sealed = identity_sealed WHERE case_id = :case")
    for row in await archive.rows("applications"):
        with pytest.raises(DaylightError, match="ciphertext_invalid"):
            async with archive.database.transaction() as connection:
                await application_view(connection, UUID(str(row[0])), Vault(OLD, LOOKUP))
