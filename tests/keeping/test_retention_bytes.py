"""What becomes of bytes and columns: shared content stays, a crash is mended, personal data are really gone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from obstore.store import LocalStore
from sqlalchemy import text

from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY
from api.upkeep import rebuild
from schemas.documents import StoredBlob
from schemas.errors import Unavailable
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import assert_problem, folder_of, headers_for
from tests.keeping.retained import PRIVATE, TEN_YEARS, Shelf


class Interrupted(DocumentStore):
    """A store that goes away when something is to be removed."""

    async def delete(self, sha256: str) -> None:
        raise Unavailable("documents_unavailable")


def interrupted(folder: Path) -> DocumentStore:
    return Interrupted(LocalStore(folder), folder, 1_000_000)


async def test_the_same_bytes_stay_until_the_last_case_that_has_them_lets_go(shelf: Shelf) -> None:
    cases = [await shelf.archived(), await shelf.archived()]
    elsewhere = neighbour_agency()
    await staffed(shelf.database, elsewhere)
    last = await shelf.archived(agency=elsewhere)
    (document,) = await shelf.documents(cases[0])
    await shelf.good("/rules", {"documents": 10})
    hold = await shelf.held(cases[1])
    assert (await shelf.destroyed())["bytes_left"] == 0
    assert shelf.is_stored(document)
    await shelf.good(f"/holds/{hold['id']}/release", {"reason": "审计结束"})
    await shelf.destroyed()
    assert shelf.is_stored(document)
    assert await shelf.faults() == []
    await shelf.run("UPDATE documents SET destroyed_at = now() WHERE case_id = :case", case=last)
    assert (last, "destroyed_bytes_left") in await shelf.faults()


async def test_a_crash_between_record_and_removal_is_found_and_mended_by_the_next_run(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    (document,) = await shelf.documents(case_id)
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans")
    whole, shelf.desk.store = shelf.desk.store, interrupted(folder_of(shelf.settings))
    broken = await shelf.post(f"/plans/{plan['id']}/approve", by="admin2")
    assert_problem(broken, 503, "documents_unavailable")
    assert (await shelf.kinds(case_id))[-1] == "personal_data_destroyed"
    assert shelf.is_stored(document)
    assert await shelf.faults() == [(case_id, "destroyed_bytes_left")]
    shelf.desk.store = whole
    done = await shelf.good(f"/plans/{plan['id']}/approve", by="admin2")
    assert (done["destroyed"], done["bytes_left"]) == (2, 0)
    assert not shelf.is_stored(document)
    assert await shelf.faults() == []


async def test_bytes_that_another_case_got_after_a_crash_stay(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    (document,) = await shelf.documents(case_id)
    await shelf.good("/rules", {"documents": 10})
    plan = await shelf.good("/plans")
    whole, shelf.desk.store = shelf.desk.store, interrupted(folder_of(shelf.settings))
    await shelf.post(f"/plans/{plan['id']}/approve", by="admin2")
    shelf.desk.store = whole
    await shelf.archived(last=())
    assert (await shelf.good(f"/plans/{plan['id']}/approve", by="admin2"))["bytes_left"] == 0
    assert shelf.is_stored(document)
    assert await shelf.faults() == []


async def test_a_crash_before_the_row_says_so_removes_the_bytes_again_without_harm(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    (document,) = await shelf.documents(case_id)
    await shelf.good("/rules", {"documents": 10})
    done = await shelf.destroyed()
    await shelf.run("UPDATE documents SET bytes_gone_at = NULL")
    again = await shelf.good(f"/plans/{done['plan']['id']}/approve", by="admin2")
    assert (again["destroyed"], again["bytes_left"], shelf.is_stored(document)) == (1, 0, False)
    assert "documents_destroyed" in await shelf.kinds(case_id)


class Racing(DocumentStore):
    """A store in which somebody removes what was just put, before its row stands."""

    async def put_and_lose(self, blob: StoredBlob) -> StoredBlob:
        await self.delete(blob.sha256)
        return blob

    async def put(self, chunks: AsyncIterator[bytes], most: int | None = None) -> StoredBlob:
        return await self.put_and_lose(await super().put(chunks, most))


async def test_an_upload_whose_bytes_were_removed_in_between_is_not_acknowledged(shelf: Shelf) -> None:
    case_id = await shelf.archived((), last=())
    folder = folder_of(shelf.settings)
    whole, shelf.desk.store = shelf.desk.store, Racing(LocalStore(folder), folder, 1_000_000)
    path, headers = f"/api/applications/{case_id}/documents", headers_for(shelf.tokens["handler"], "upload")
    files = {"file": ("招标文件.txt", "招标文件正文".encode())}
    assert_problem(await shelf.http.post(path, files=files, headers=headers), 503, "documents_unavailable")
    shelf.desk.store = whole
    sent_again = await shelf.http.post(path, files=files, headers=headers)
    assert sent_again.status_code == 201
    assert shelf.is_stored(sent_again.json())
    assert await shelf.faults() == []


async def test_a_document_that_was_not_destroyed_is_still_missed(shelf: Shelf) -> None:
    case_id = await shelf.archived((("uploaded", "一"), ("released", "二")))
    await shelf.good("/rules", {"documents": 10})
    await shelf.destroyed()
    (kept,) = [one for one in await shelf.documents(case_id) if not one["destroyed_at"]]
    await shelf.store.delete(kept["sha256"])
    assert await shelf.faults() == [(case_id, "document_damaged")]


async def test_a_row_marked_without_an_event_hides_nothing(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    (document,) = await shelf.documents(case_id)
    await shelf.store.delete(document["sha256"])
    await shelf.run("UPDATE documents SET destroyed_at = now(), bytes_gone_at = now()")
    assert await shelf.faults() == [(case_id, "document_damaged")]


async def test_personal_data_are_gone_from_every_row(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    before = await shelf.everything()
    assert all(before.count(PRIVATE[name]) for name in ("applicant", "asked", "words"))
    sealed = await columns(shelf, "identity_sealed", "contact_sealed", "identity_hash", "contact_hash", "fingerprint")
    parties = [row[0] for row in await rows(shelf, "SELECT sealed FROM third_parties")]
    await shelf.destroyed()
    after = await shelf.everything()
    assert [word for word in PRIVATE.values() if word in after] == []
    assert [one for one in [*sealed, *parties] if (one.hex() if isinstance(one, bytes) else one) in after] == []
    assert await rows(shelf, "SELECT 1 FROM findings") == []
    view = await shelf.read(f"/api/applications/{case_id}", "handler")
    assert (view["application"], view["summary"]["state"], view["earlier"]) == (None, "archived", 0)
    assert await shelf.faults() == []


async def test_two_cleared_applications_are_not_taken_for_the_same_persons(shelf: Shelf) -> None:
    cases = [await shelf.archived() for _ in range(2)]
    await shelf.good("/rules", {"personal": 10})
    await shelf.destroyed()
    for case_id in cases:
        assert (await shelf.get(f"/api/applications/{case_id}/earlier", "handler")).json() == []


async def test_while_the_documents_are_kept_their_names_are(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", {"personal": 10})
    await shelf.destroyed()
    (kept,) = await shelf.documents(case_id)
    assert (kept["label"], kept["destroyed_at"]) == ("王小明的合同.txt", None)


async def test_the_read_model_can_be_made_again_after_a_destruction(shelf: Shelf) -> None:
    await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    await shelf.destroyed()
    before = await rows(shelf, "SELECT * FROM cases")
    await rebuild(shelf.database)
    assert await rows(shelf, "SELECT * FROM cases") == before


async def test_many_documents_are_several_events_of_a_size_to_be_read(shelf: Shelf) -> None:
    case_id = await shelf.archived(())
    values = {"case": case_id, "agency": SAMPLE_AGENCY.id}
    await shelf.run(
        "INSERT INTO documents (id, agency_id, case_id, label, sha256, size, media_type, origin, stored_by)"
        " SELECT gen_random_uuid(), :agency, :case, 'x', encode(sha256(n::text::bytea), 'hex'), 1, 'text/plain',"
        " 'uploaded', gen_random_uuid() FROM generate_series(1, 1100) n",
        **values,
    )
    await shelf.good("/rules", {"documents": 10})
    done = await shelf.destroyed()
    assert (done["destroyed"], done["left"], done["bytes_left"]) == (1100, 0, 0)
    named = [len(event["documents"]) for event in await shelf.events(case_id) if "documents" in event][1:]
    assert named == [500, 500, 100]


async def columns(shelf: Shelf, *names: str) -> list[Any]:
    return [value for row in await rows(shelf, f"SELECT {', '.join(names)} FROM applications") for value in row]  # noqa: S608


async def rows(shelf: Shelf, statement: str) -> list[tuple[Any, ...]]:
    async with shelf.database.transaction() as connection:
        return [tuple(row) for row in await connection.execute(text(statement))]
