"""The sample agency of a first look, also on the data of an earlier release."""

from sqlalchemy import text

from activities.db.people import members, put_member
from api.cli.setup import SAMPLE_AGENCY, ensure_sample, sample_member
from schemas.vocabulary import Role
from tests.api.office import Office


async def test_staff_that_an_earlier_release_lacked_is_added_and_the_rest_left_as_it_is(office: Office) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(text("DELETE FROM tokens"))
        await connection.execute(text("DELETE FROM staff WHERE login = 'admin'"))
        await put_member(connection, sample_member("head").model_copy(update={"active": False}))
    known = {login: token for login, token in office.tokens.items() if login != "admin"}
    tokens = await ensure_sample(office.settings, known)
    assert tokens.keys() == office.tokens.keys()
    assert {login: tokens[login] for login in known} == known
    async with office.database.reading() as connection:
        staff = {member.login: member for member in await members(connection, SAMPLE_AGENCY.id)}
    assert staff["admin"].roles == (Role.ADMINISTRATOR,)
    assert not staff["head"].active
