"""The list of cases and the page of one case: what they show to whom, and what becomes of a file that is added."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from activities.db.database import Database
from activities.db.people import put_agency, put_member
from api.cli.setup import sample_member
from api.console.assets import contents
from api.csrf import csrf_token
from schemas.messages import MESSAGES
from schemas.people import Member
from schemas.vocabulary import Role
from tests.api.conftest import settings_on
from tests.api.neighbours import neighbour_agency
from tests.api.office import Json, Office
from tests.api.reviewing import REGISTER, Case
from tests.api.server import listening
from tests.conftest import TEMPLATE, working
from tests.console.reviewing import case_at
from tests.console.site import PHONE, Site, assert_accessible, assert_accessible_everywhere
from worker.connection import connect
from worker.embedded.stack import EmbeddedStack

PARTY = {"name": "示例建设有限公司", "address": "示例市工业路8号"}
A_PAGE = 100_000
NUMBER = "110101199003070011"
ROLE = MESSAGES["role_not_permitted"][0]


class Scene(NamedTuple):
    """A case in which a third party is asked, and who looks at it."""

    site: Site
    case: Case
    http: httpx.AsyncClient

    @property
    def office(self) -> Office:
        return self.case.office

    @property
    def at(self) -> str:
        return f"/cases/{self.case.id}"

    @property
    def csrf(self) -> str:
        """What a form of the session carries."""
        return csrf_token(self.http.cookies["daylight"])


@pytest_asyncio.fixture(scope="module")
async def scene(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Scene]:
    """A case with a document under review and a consultation under way, seen by the handler; one for all tests."""
    url = await stack.postgres.create_database("console_cases", template=TEMPLATE)
    settings = settings_on(stack, url, tmp_path_factory.mktemp("documents"), "console_cases")
    database = Database(url, 5)
    async with working(await connect(settings), settings, database), listening(settings) as port:
        site = Site(f"http://127.0.0.1:{port}", database)
        async with case_at(site, sample, settings, REGISTER) as case, site.client("handler") as http:
            concerns = "登记簿中的联系方式"
            await case.office.step(
                case.id, "consult_third_party", party=PARTY, documents=case.documents, concerns=concerns
            )
            yield Scene(site, case, http)
    await database.close()


@asynccontextmanager
async def neighbour(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A handler of another agency."""
    agency = neighbour_agency()
    member = Member(id=uuid4(), agency_id=agency.id, login="neighbour", name="周邻居", roles=(Role.HANDLER,))
    async with site.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, member)
    async with site.client(member) as client:
        yield client


def form(csrf: str, key: str = "k1", **more: str) -> dict[str, str]:
    """The fields that stand before the file."""
    return {"csrf": csrf, "key": key, **more}


async def uploads(office: Office, case_id: str) -> list[str]:
    rows: list[Json] = await office.read(f"/api/applications/{case_id}/documents")
    return [row["label"] for row in rows if row["origin"] == "uploaded"]


async def test_the_page_of_a_case_tells_where_it_stands_and_why(scene: Scene) -> None:
    page = (await scene.http.get(scene.at)).text
    asked = ("登记簿中的联系方式", "示例建设有限公司", "尚无送达凭证", "书面征求第三方意见", "第三十二条")
    for told in ("剩余35个工作日", "王小明", *asked, "未被改动", "0.txt", "沈审查", ROLE):
        assert told in page, told
    assert f'href="{scene.at}/steps/propose_review"' in page
    assert f'href="{scene.at}/steps/confirm_review"' not in page
    assert page.count("<script") == page.count('<script src="/static/')
    assert "style=" not in page
    assert NUMBER in page  # the applicant is shown on the page, and nowhere in an address
    assert NUMBER not in "".join(part.partition('"')[0] for part in page.split('href="')[1:])


async def test_each_role_sees_its_own_steps_and_nobody_elses_case(scene: Scene) -> None:
    before = await uploads(scene.office, scene.case.id)
    async with scene.site.client("reviewer") as reviewer:
        page = (await reviewer.get(scene.at)).text
        assert f'href="{scene.at}/steps/accept"' not in page
        assert 'enctype="multipart/form-data"' not in page
        refused = await reviewer.post(
            f"{scene.at}/documents",
            data=form(csrf_token(reviewer.cookies["daylight"])),
            files={"file": ("a.txt", "甲".encode())},
        )
        assert refused.status_code == 403
    async with neighbour(scene.site) as stranger:
        for path in ("", "/events", "/documents", "/earlier", f"/documents/{scene.case.documents[0]}"):
            assert (await stranger.get(scene.at + path)).status_code == 404, path
        sent = form(csrf_token(stranger.cookies["daylight"]))
        added = await stranger.post(f"{scene.at}/documents", data=sent, files={"file": ("a.txt", b"text")})
        assert added.status_code == 404
        assert scene.case.id not in (await stranger.get("/cases")).text
    assert await uploads(scene.office, scene.case.id) == before


async def test_a_file_is_kept_once_and_not_without_the_forms_token(scene: Scene) -> None:
    to, csrf = f"{scene.at}/documents", scene.csrf
    before = await uploads(scene.office, scene.case.id)
    text = {"file": ("<b>登记表</b>.txt", "申请登记表".encode())}
    forged = await scene.http.post(to, data=form("0" * 64), files=text)
    assert (forged.status_code, "csrf_missing" in forged.text) == (403, True)
    after = await scene.http.post(to, files={"file": text["file"], "csrf": (None, csrf)})  # the token behind the file
    assert after.status_code in {403, 422}
    assert await uploads(scene.office, scene.case.id) == before
    first = await scene.http.post(to, data=form(csrf), files=text)
    again = await scene.http.post(to, data=form(csrf), files=text)
    assert (first.status_code, first.url) == (200, again.url)
    assert "&lt;b&gt;登记表" in first.text
    assert await uploads(scene.office, scene.case.id) == [*before, "<b>登记表</b>.txt"]
    back = await scene.http.post(to, data=form(csrf, "k2", back="//example.com"), files={"file": ("b.txt", b"b")})
    assert back.url.path.startswith(f"{scene.at}/documents/")
    wrong = await scene.http.post(to, data=form(csrf, "k3"), files={"file": ("c.exe", b"MZ\x90\0" * 40)})
    assert (wrong.status_code, "不支持的文件类型" in wrong.text) == (422, True)


async def test_a_document_is_shown_as_a_picture_and_never_as_it_came(scene: Scene) -> None:
    page = (await scene.http.get(f"{scene.at}/documents/{scene.case.documents[0]}")).text
    picture = page.partition('<img src="')[2].partition('"')[0]
    assert picture.startswith(f"/api/documents/{scene.case.documents[0]}/pages/1.png")
    shown = await scene.http.get(picture)
    assert shown.headers["Content-Type"] == "image/png"
    original = await scene.http.get(f"/api/documents/{scene.case.documents[0]}/content")
    assert original.headers["Content-Disposition"].startswith("attachment")
    other = (await scene.office.registered())["case_id"]
    assert (await scene.http.get(f"/cases/{other}/documents/{scene.case.documents[0]}")).status_code == 404


async def test_a_long_case_stays_a_light_page(scene: Scene) -> None:
    case_id = (await scene.office.registered())["case_id"]
    for n in range(20):
        await scene.office.step(case_id, "assign", handler=str(sample_member(("handler", "handler2")[n % 2]).id))
    for n in range(20):
        await scene.office.uploaded(case_id, f"第{n}件".encode(), f"附件{n}.txt")
    at = f"/cases/{case_id}"
    page = await scene.http.get(at)
    assets = sum(len(contents()[name]) for name in ("console.css", "console.js", "cases.css", "cases.js", "icon.svg"))
    assert len(page.content) + assets < A_PAGE
    assert page.text.count("附件") < 20
    history = (await scene.http.get(f"{at}/events")).text
    assert history.count("指定承办人") == 20
    assert "<strong>登记申请</strong>" in history
    earliest = (await scene.http.get(f"{at}/events?before=2")).text
    assert earliest.count("<time") == 1


async def test_the_list_is_filtered_by_its_address(scene: Scene) -> None:
    other = await scene.office.registered(channel="online", description="申请公开河道整治方案。")
    mine = (await scene.office.read(f"/api/applications/{scene.case.id}"))["summary"]["reference"]
    ways = {
        "state=registered&open=&text=": False,
        "state=processing": True,
        "text=河道": False,
        "open=true&overdue=false&handler=": True,
        f"due_before={date(2000, 1, 1)}": None,
    }
    for query, has_mine in ways.items():
        page = (await scene.http.get(f"/cases?{query}")).text
        assert (mine in page, "没有符合条件的办件" in page) == (has_mine is True, has_mine is None), query
    listed = await scene.http.get("/cases?state=registered&text=河道")
    assert other["reference"] in listed.text
    export = listed.text.partition('href="/api/applications?')[2].partition('"')[0].replace("&amp;", "&")
    table = await scene.http.get(f"/api/applications?{export}")
    assert (table.status_code, other["reference"] in table.text, mine in table.text) == (200, True, False)
    wrong = await scene.http.get("/cases?due_before=tomorrow&text=河道")
    assert (wrong.status_code, 'value="tomorrow"' in wrong.text, 'value="河道"' in wrong.text) == (422, True, True)
    assert (await scene.http.get("/cases?after=x")).status_code == 422


async def test_the_cases_of_an_applicant_are_found_without_his_number_in_an_address(scene: Scene) -> None:
    reference = (await scene.office.read(f"/api/applications/{scene.case.id}"))["summary"]["reference"]
    async with scene.site.client("head") as head:
        csrf = csrf_token(head.cookies["daylight"])
        found = await head.post("/cases/applicant", data={"csrf": csrf, "identity_number": NUMBER})
        assert (found.url.query, reference in found.text) == (b"", True)
        none = await head.post("/cases/applicant", data={"csrf": csrf, "identity_number": "110101199003079999"})
        assert "本机关没有该申请人的办件" in none.text
        assert (await head.post("/cases/applicant", data={"identity_number": NUMBER})).status_code == 403
        wrong = await head.post("/cases/applicant", data={"csrf": csrf, "identity_number": "1"})
        assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    refused = await scene.http.post("/cases/applicant", data={"csrf": scene.csrf, "identity_number": NUMBER})
    assert refused.status_code == 403
    assert "/cases/applicant" not in (await scene.http.get("/cases")).text


async def test_what_was_done_is_told_and_what_was_not_is_not(scene: Scene) -> None:
    assert "已记录：" in (await scene.http.get(f"{scene.at}?did=accept")).text
    assert "已记录：" not in (await scene.http.get(f"{scene.at}?did=<script>")).text


async def test_the_pages_of_a_case_can_be_read_by_everybody(scene: Scene, chromium: Browser) -> None:
    document = f"{scene.at}/documents/{scene.case.documents[0]}"
    paths = ("/cases", "/cases/applicant", f"{scene.at}/documents", document, f"{scene.at}/events", scene.at)
    async with scene.site.browser(chromium, "head") as page:
        for path in paths:
            await page.goto(path)
            await assert_accessible_everywhere(page)
    async with scene.site.browser(chromium, "handler", viewport=PHONE) as page:
        await page.goto(f"{scene.at}/earlier?of=anybody")
        await assert_accessible(page)


async def test_files_are_added_in_the_browser_with_scripts_several_at_once(scene: Scene, chromium: Browser) -> None:
    before = await uploads(scene.office, scene.case.id)
    files = [{"name": f"{n}号.txt", "mimeType": "text/plain", "buffer": f"第{n}号".encode()} for n in (1, 2)]
    async with scene.site.browser(chromium, "handler") as page:
        await page.goto(scene.at)
        await page.set_input_files("#f-file", files)  # type: ignore[arg-type]
        await page.focus("form.upload button")
        await page.keyboard.press("Enter")
        await page.get_by_text("已记录：").wait_for()
    async with scene.site.browser(chromium, "handler", scripts=False) as page:
        await page.goto(f"{scene.at}/documents")
        await page.set_input_files("#f-file", files[0])  # type: ignore[arg-type]
        await page.get_by_role("button", name="上传").click()
        await page.get_by_role("heading", name="全部文件").wait_for()
    added = (await uploads(scene.office, scene.case.id))[len(before) :]
    assert sorted(added) == ["1号.txt", "1号.txt", "2号.txt"]
