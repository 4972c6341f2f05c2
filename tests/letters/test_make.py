"""The letter activity: a crash between number, forms and rows leaves one number and one letter after the retry."""

import asyncio
import io
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import docx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.db.documents import documents_of
from activities.db.parties import keep_party
from activities.db.templates import own_templates, put_template
from activities.letters.catalogue import standard
from activities.letters.docx import render_docx
from activities.letters.make import LetterMaker
from activities.letters.parties import parties_of
from activities.letters.samples import SAMPLES, reply
from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY
from schemas.documents import DocumentRef
from schemas.errors import Unavailable
from schemas.letters import Finding, LetterOrder, LetterRef
from schemas.steps_consultation import Party
from schemas.vocabulary import Channel, LetterKind, Outcome, ReviewResult
from tests.harness import World, person
from tests.paths_basic import SPRING, found, in_hand, received


def withdrawal(case_id: UUID, number: int = 1) -> LetterOrder:
    return LetterOrder(
        case_id=case_id,
        agency_id=SAMPLE_AGENCY.id,
        key=f"{case_id}/letter/withdrawal/{number}",
        kind=LetterKind.WITHDRAWAL,
        dated=SPRING,
        recorded_on=SPRING,
        channel=Channel.IN_PERSON,
        arrived_on=SPRING,
        received_on=SPRING,
        withdrawn_on=SPRING,
    )


async def made(world: World, order: LetterOrder, store: DocumentStore | None = None) -> LetterRef:
    maker = LetterMaker(world.database, store or world.store, world.vault)
    return await ActivityEnvironment().run(maker.make_letter, order)


def store_that_is_away(folder: Path) -> DocumentStore:
    """Its folder was opened, and then something else stood in its place."""
    store = DocumentStore.open(folder.as_uri(), 1 << 20)
    folder.rmdir()
    folder.touch()
    return store


async def rows(world: World, case_id: UUID) -> list[tuple[str, bool]]:
    """The withdrawal letters of a case: number, and whether the forms are there."""
    async with world.database.transaction() as connection:
        found = await connection.execute(
            text("SELECT number, pdf_id IS NOT NULL FROM letters WHERE case_id = :id AND kind = 'withdrawal'"),
            {"id": case_id},
        )
        return [(number, whole) for number, whole in found]


async def test_a_letter_whose_forms_could_not_be_stored_keeps_its_number(world: World, tmp_path: Path) -> None:
    case_id = (await received(world)).case_id
    with pytest.raises(Unavailable):
        await made(world, withdrawal(case_id), store_that_is_away(tmp_path / "away"))
    ((number, whole),) = await rows(world, case_id)
    assert not whole
    assert (await made(world, withdrawal(case_id))).number == number
    assert await rows(world, case_id) == [(number, True)]


async def test_a_letter_made_twice_is_one_letter_and_the_next_has_the_next_number(world: World) -> None:
    case_id = (await received(world)).case_id
    first = await made(world, withdrawal(case_id))
    assert await made(world, withdrawal(case_id)) == first
    second = await made(world, withdrawal(case_id, 2))
    assert (first.number, second.number) == ("示建公撤〔2031〕1号", "示建公撤〔2031〕2号")


async def test_another_order_under_the_key_of_a_refused_step_gets_the_number_and_its_own_text(world: World) -> None:
    clerk = await received(world)
    refused = await made(world, withdrawal(clerk.case_id))
    other = withdrawal(clerk.case_id).model_copy(update={"withdrawn_on": date(2031, 3, 4)})
    letter = await made(world, other)
    assert (letter.letter_id, letter.number) == (refused.letter_id, refused.number)
    assert "3月4日" not in await printed(world, refused)
    assert "3月4日" in await printed(world, letter)
    assert await made(world, other) == letter
    assert await rows(world, clerk.case_id) == [(letter.number, True)]
    async with world.database.transaction() as connection:
        kept = {row.id for row in await documents_of(connection, SAMPLE_AGENCY.id, clerk.case_id)}
    assert {form.document_id for one in (refused, letter) for form in (one.pdf, one.docx)} <= kept
    assert (await made(world, withdrawal(clerk.case_id, 2))).number == "示建公撤〔2031〕2号"


async def test_of_the_documents_of_a_case_only_those_are_looked_up_that_the_letter_may_name(world: World) -> None:
    clerk = await in_hand(world)
    named, weighed, _ = await found(clerk, "招标文件", "合同", "会议记录")
    finding = Finding(document_id=named, result=ReviewResult.DISCLOSE)
    order = withdrawal(clerk.case_id).model_copy(update={"findings": (finding,), "weighed": (weighed,)})
    async with world.database.transaction() as connection:
        parties = await parties_of(connection, order, world.vault)
    assert set(parties.titles) == {named, weighed}


def of_case(order: LetterOrder, case_id: UUID, n: int = 1, **changed: object) -> LetterOrder:
    """A sample order as one of this case of the sample agency."""
    own = {"case_id": case_id, "agency_id": SAMPLE_AGENCY.id, "key": f"{case_id}/letter/{order.kind}/{n}"}
    return order.model_copy(update={**own, **changed})


async def printed(world: World, letter: LetterRef) -> str:
    """The words of a finished letter."""
    saved = b"".join([chunk async for chunk in world.store.read(letter.docx.sha256)])
    document = docx.Document(io.BytesIO(saved))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


async def override(world: World, name: str, content: str | None) -> int:
    async with world.database.transaction() as connection:
        return await put_template(connection, SAMPLE_AGENCY.id, name, content, person("admin").staff_id)


async def test_twenty_letters_at_once_are_numbered_without_gap_or_double(world: World) -> None:
    case_id = (await received(world)).case_id
    letters = await asyncio.gather(*(made(world, withdrawal(case_id, n)) for n in range(1, 21)))
    assert {letter.number for letter in letters} == {f"示建公撤〔2031〕{n}号" for n in range(1, 21)}
    assert len({letter.letter_id for letter in letters}) == 20


async def test_letters_that_are_refused_leave_no_gap(world: World) -> None:
    case_id = (await received(world)).case_id
    orders = [withdrawal(case_id, n) for n in range(1, 11)]
    wrong = [order.model_copy(update={"recorded_on": SPRING, "kind": LetterKind.JOINDER}) for order in orders]
    answers = await asyncio.gather(*(made(world, one) for one in (*orders, *wrong)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, ApplicationError)]
    assert {tuple(one.details) for one in refused} == {("joined_into",)}
    assert len(refused) == len(wrong)
    assert (await made(world, withdrawal(case_id, 11))).number == "示建公撤〔2031〕11号"
    joined = of_case(SAMPLES["JOINDER"][0], case_id, dated=SPRING, recorded_on=SPRING)
    assert (await made(world, joined)).number == "示建公并〔2031〕1号"


async def test_one_letter_asked_for_many_times_at_once_has_one_number(world: World) -> None:
    case_id = (await received(world)).case_id
    answers = await asyncio.gather(*(made(world, withdrawal(case_id)) for _ in range(8)), return_exceptions=True)
    assert all(isinstance(answer, LetterRef | IntegrityError) for answer in answers)
    letter = await made(world, withdrawal(case_id))
    assert await rows(world, case_id) == [("示建公撤〔2031〕1号", True)]
    assert {answer.number for answer in answers if isinstance(answer, LetterRef)} <= {letter.number}
    assert (await made(world, withdrawal(case_id, 2))).number == "示建公撤〔2031〕2号"


async def entered_again(world: World, **changed: str) -> None:
    """The row of the withdrawal letter once more, with these columns otherwise."""
    columns = ("id", "agency_id", "case_id", "key", "kind", "year", "n", "number", "dated")
    values = ", ".join(changed.get(column, column) for column in columns)
    again = f"INSERT INTO letters ({', '.join(columns)}) SELECT {values} FROM letters WHERE kind = 'withdrawal'"  # noqa: S608
    async with world.database.transaction() as connection:
        await connection.execute(text(again))


async def test_a_second_number_for_a_letter_cannot_be_entered(world: World) -> None:
    case_id = (await received(world)).case_id
    await made(world, withdrawal(case_id))
    other = {"id": "gen_random_uuid()", "n": "2", "number": "'示建公撤〔2031〕2号'"}
    with pytest.raises(IntegrityError, match="uq_letters_key"):
        await entered_again(world, **other)
    with pytest.raises(IntegrityError, match="uq_letters"):
        await entered_again(world, **{**other, "key": "'another'", "n": "1"})
    with pytest.raises(IntegrityError, match="uq_letters_agency_id"):
        await entered_again(world, **{**other, "key": "'another'", "number": "number"})


async def test_the_agencys_own_template_is_used_until_it_goes_back_to_the_standard(world: World) -> None:
    case_id = (await received(world)).case_id
    own = standard("D29").replace("本机关予以确认", "我局予以确认")
    assert await override(world, "D29", own) == 1
    first = await made(world, withdrawal(case_id))
    assert await override(world, "D29", None) == 2
    second = await made(world, withdrawal(case_id, 2))
    assert "我局予以确认" in await printed(world, first)
    assert "本机关予以确认" in await printed(world, second)
    async with world.database.transaction() as connection:
        assert await own_templates(connection, SAMPLE_AGENCY.id) == {}
        assert await own_templates(connection, uuid4()) == {}


async def test_versions_of_a_template_changed_at_once_are_one_after_the_other(world: World) -> None:
    versions = await asyncio.gather(*(override(world, "D3", f"# {n}") for n in range(6)))
    assert sorted(versions) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("content", "code"), [("# 题\n撤回", "letter_incomplete"), ("# 题\n{{ gone }}", "template_name_unknown")]
)
async def test_a_template_that_slipped_in_unchecked_uses_no_number(world: World, content: str, code: str) -> None:
    case_id = (await received(world)).case_id
    await override(world, "D29", content)
    with pytest.raises(ApplicationError) as refused:
        await made(world, withdrawal(case_id))
    assert (refused.value.type, refused.value.non_retryable) == (code, True)
    assert await rows(world, case_id) == []
    await override(world, "D29", None)
    assert (await made(world, withdrawal(case_id))).number == "示建公撤〔2031〕1号"


async def test_the_application_form_is_filled_from_the_application(world: World) -> None:
    case_id = (await received(world)).case_id
    form = await printed(world, await made(world, of_case(SAMPLES["D1"][0], case_id)))
    assert "居民身份证 110101199003070011" in form
    assert "电话：010-55550123" in form
    assert "申请公开城东片区改造项目招标文件。" in form
    assert "电子邮件" in form


async def test_a_search_record_names_who_searched_and_who_had_others_search(world: World) -> None:
    handler = person("handler")
    own, asked = SAMPLES["SEARCH"][0].own_searches[0], SAMPLES["SEARCH"][0].rounds[0]
    searched = own.model_copy(update={"by": handler.staff_id})
    told: dict[str, Any] = {"own_searches": (searched,), "rounds": (asked.model_copy(update={"by": handler.staff_id}),)}
    order = of_case(SAMPLES["SEARCH"][0], (await received(world)).case_id, **told)
    record = "".join((await printed(world, await made(world, order))).split())
    assert f"检索人：{handler.name}" in record
    assert f"经办人：{handler.name}" in record


async def test_a_letter_to_a_third_party_is_addressed_to_it_and_tells_nothing_of_the_applicant(world: World) -> None:
    clerk = await received(world)
    consultation = SAMPLES["D7"][0].consultation
    assert consultation
    assert consultation.party_id
    async with world.database.transaction() as connection:
        party = Party(name="示例市启明科技有限公司")
        await keep_party(connection, consultation.party_id, clerk.case_id, party, world.vault)
    document = await clerk.upload()
    order = of_case(
        SAMPLES["D7"][0],
        clerk.case_id,
        consultation=consultation.model_copy(update={"documents": (document,)}),
    )
    words = await printed(world, await made(world, order))
    assert "示例市启明科技有限公司：" in words
    assert "《招标文件》" in words
    assert "王小明" not in words
    assert "城东片区" not in words


async def test_the_edited_text_is_the_text_of_the_reply_and_is_checked_as_well(world: World) -> None:
    clerk = await received(world)
    maker = LetterMaker(world.database, world.store, world.vault)
    order = of_case(reply(Outcome.NOT_FOUND), clerk.case_id)
    draft = await maker.content_of(order)
    wording = tuple(p.replace("现予告知", "特此告知") for p in draft.paragraphs)
    for paragraphs, missing in ((wording, ()), (wording[1:], ("date_of_receipt",))):
        edited = render_docx(draft.model_copy(update={"paragraphs": paragraphs}))
        blob = await world.store.put_bytes(edited)
        final = DocumentRef(document_id=uuid4(), **blob.model_dump())
        changed = order.model_copy(update={"final_text": final})
        assert await maker.missing_from(order, await maker.content_of(changed)) == missing
        if missing:
            with pytest.raises(ApplicationError, match="date_of_receipt"):
                await made(world, changed.model_copy(update={"key": "other"}))
        else:
            assert "特此告知" in await printed(world, await made(world, changed))
