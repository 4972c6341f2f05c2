"""How often strangers may come: per agency as per address, counted in PostgreSQL for all APIs together."""

import httpx

from tests.api.office import Office, assert_problem
from tests.api.test_portal import send
from tests.api.test_status import an_hour_passes, ask, fail, from_address
from tests.conftest import serving


def limited(office: Office, **bounds: int) -> Office:
    """The same office under other bounds."""
    return Office(office.http, office.tokens, office.settings.model_copy(update=bounds), office.database)


async def test_many_addresses_cannot_flood_one_agency(office: Office) -> None:
    few = limited(office, portal_applications_per_agency=2).settings
    async with serving(few) as one, serving(few) as other:
        assert [(await send(http)).status_code for http in (one, other)] == [201, 201]
        refused = await send(other)
        assert_problem(refused, 429, "portal_agency_too_many")
        assert 0 < int(refused.headers["Retry-After"]) <= 3600
        await an_hour_passes(office)
        assert (await send(one)).status_code == 201


async def test_what_an_address_is_refused_is_not_taken_from_the_agency(office: Office) -> None:
    few = limited(office, portal_applications_per_address=1, portal_applications_per_agency=2).settings
    async with serving(few) as http:
        flood, other = from_address(Office(http, {}, few, office.database), "203.0.113.9"), http
        async with flood:
            assert [(await send(flood)).status_code for _ in range(3)] == [201, 429, 429]
        assert (await send(other)).status_code == 201


async def test_one_agencys_references_together_are_bounded_too(office: Office) -> None:
    """Whether they exist or not: what is refused tells nobody which ones there are."""
    receipt, few = await office.registered(), limited(office, status_tries_per_agency=4).settings
    code = receipt["reference"].partition("〔")[0]
    async with serving(few) as http:
        assert await fail(http, f"{code}〔2026〕99990号", 1) == [404]
        addresses = [from_address(Office(http, {}, few, office.database), f"203.0.113.{n}") for n in range(5)]
        assert [await guess(one, f"{code}〔2026〕9999{n}号") for n, one in enumerate(addresses[:4], 1)] == [
            404,
            404,
            404,
            429,
        ]
        refused = await ask(addresses[4], receipt["reference"], receipt["status_code"])
        assert_problem(refused, 429, "status_too_many_tries")
        assert await guess(addresses[4], "别建公申〔2026〕1号") == 404, "another agency's are not touched"
        await an_hour_passes(office)
        assert (await ask(addresses[4], receipt["reference"], receipt["status_code"])).status_code == 200


async def guess(http: httpx.AsyncClient, reference: str) -> int:
    (status,) = await fail(http, reference, 1)
    return status
