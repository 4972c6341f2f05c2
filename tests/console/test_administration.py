"""The pages of administration: who sees them, what they show, and that a refused form keeps what was typed."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from activities.db.people import put_agency, put_member
from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.console.administration.calendars import days_in
from api.console.administration.frame import SECTIONS
from schemas.errors import InvalidInput
from schemas.people import Member
from schemas.vocabulary import Role
from tests.api.neighbours import neighbour_agency
from tests.api.office import today
from tests.console.site import Site

HANDLER = sample_member("handler")
SECOND = Member(id=uuid4(), agency_id=SAMPLE_AGENCY.id, login="admin2", name="严管理", roles=(Role.ADMINISTRATOR,))
PAGES = (
    *(path for path, _ in SECTIONS),
    f"/admin/agencies/{SAMPLE_AGENCY.id}",
    f"/admin/staff/{HANDLER.id}",
    "/admin/policy/approval/refused",
    "/admin/policy/ladders/reply",
    "/admin/templates/D2",
)


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to an address."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def _plain(value: str | Sequence[str]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


async def sent(client: httpx.AsyncClient, page: str, action: str, **fields: str | Sequence[str]) -> httpx.Response:
    """Fill in the form of a page and send it."""
    hidden = form_of((await client.get(page)).text, action)
    assert "csrf" in hidden, f"no form to {action} on {page}"
    return await client.post(action, data={**hidden, **{name: _plain(value) for name, value in fields.items()}})


async def test_administrators_see_every_page_and_nobody_else_any(site: Site) -> None:
    async with site.client("admin") as admin:
        for path in PAGES:
            shown = await admin.get(path)
            assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store"), path
            assert len(shown.content) < 70_000, path
    async with site.client("head") as other:
        for path in PAGES:
            assert (await other.get(path)).status_code == 403, path
        assert (await other.post(f"/admin/staff/{HANDLER.id}/password")).status_code == 403
    async with site.client("handler") as other:
        assert (await other.get("/admin")).status_code == 403


async def test_another_agency_sees_nothing(site: Site) -> None:
    agency = neighbour_agency()
    stranger = SECOND.model_copy(update={"id": uuid4(), "agency_id": agency.id})
    async with site.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, stranger)
    async with site.client(stranger) as other:
        for path in (f"/admin/agencies/{SAMPLE_AGENCY.id}", f"/admin/staff/{HANDLER.id}"):
            assert (await other.get(path)).status_code == 404
        assert "林承办" not in (await other.get("/admin/staff")).text


async def test_a_person_is_added_given_a_password_and_made_inactive(site: Site) -> None:
    async with site.client("admin") as admin:
        typed = {"name": "周承办", "login": "handler", "department": "法规科", "roles": ["handler", "legal"]}
        refused = await sent(admin, "/admin/staff", "/admin/staff", **typed)
        assert refused.status_code == 422
        assert "该机关已有此登录名" in refused.text
        assert 'value="周承办"' in refused.text
        assert 'value="legal" checked' in refused.text
        nobody = await sent(admin, "/admin/staff", "/admin/staff", **{**typed, "login": "zhou", "roles": []})
        assert nobody.status_code == 422
        key = form_of((await admin.get("/admin/staff")).text, "/admin/staff")
        first, again = [await admin.post("/admin/staff", data={**key, **typed, "login": "zhou"}) for _ in range(2)]
        assert first.url == again.url, "sent twice, it is one person"
        assert "周承办" not in str(first.url)
        at = first.url.path
        given = await sent(admin, at, f"{at}/password")
        password = re.search(r'class="secret"[^>]* value="([^"]+)"', given.text)
        assert password
        assert password[1] not in (await admin.get(at)).text
        assert password[1] not in (await admin.get("/admin/acts")).text
        assert "恢复启用" in (await sent(admin, at, f"{at}/active")).text
        acts = (await admin.get("/admin/acts")).text
        assert all(word in acts for word in ("新增人员", "发放一次性密码", "变更人员", "邵管理", "周承办"))


async def test_nobody_is_shown_how_to_change_his_own_rights(site: Site) -> None:
    at = f"/admin/staff/{sample_member('admin').id}"
    async with site.client("admin") as admin:
        page = (await admin.get(at)).text
        assert 'name="roles"' not in page
        assert f"{at}/active" not in page
        assert "不得变更本人的岗位" in page
        hidden = form_of(page, at)
        forced = await admin.post(f"{at}/active", data={**hidden, "active": "no"})
        assert forced.status_code == 403
        assert "须由另一名系统管理员办理" in forced.text


async def test_an_agency_is_changed_and_another_added_below(site: Site) -> None:
    own, listing = f"/admin/agencies/{SAMPLE_AGENCY.id}", "/admin/agencies"
    async with site.client("admin") as admin:
        fields = {name: getattr(SAMPLE_AGENCY, name) for name in ("name", "code", "reconsideration_body", "court")}
        changed = await sent(admin, own, own, **fields, contact="示例市人民路9号")
        assert "变更已生效" in changed.text
        below = {**fields, "name": "示例市城市管理局", "contact": "示例市人民路3号"}
        first = {"administrator.name": "钱管理", "administrator.login": "first"}
        refused = await sent(admin, listing, listing, **below, **first)
        assert refused.status_code == 422
        assert 'value="示例市城市管理局"' in refused.text
        assert 'value="钱管理"' in refused.text
        added = await sent(admin, listing, listing, **{**below, "code": "示城管公"}, **first)
        assert "密码只显示这一次" in added.text
        assert "尚未登录" in (await admin.get(listing)).text


async def test_a_policy_is_changed_field_by_field_and_never_unseen(site: Site) -> None:
    async with site.client("admin") as admin:
        page = (await admin.get("/admin/policy")).text
        fields = {
            **form_of(page, "/admin/policy"),
            "correction_working_days": "15",
            "reasons_working_days": "7",
            "longest_delay": "60",
            "approval_working_days": "2",
            "late_correction_notice": "refuse",
            "keep_open_months": "24",
            "reassess_every_months": "12",
            "reassess_for_years": "5",
            "timezone": "Asia/Shanghai",
            "alarms_from": "06:30",
            "alarms_until": "08:00",
            "remind_working_days_before": "5，2",
            "on_the_spot": ["already_public", "publication"],
            "red_head": "yes",
        }
        wrong = await admin.post("/admin/policy", data={**fields, "longest_delay": "9999"})
        assert wrong.status_code == 422
        assert 'value="9999"' in wrong.text
        assert "此后登记的申请" in (await admin.post("/admin/policy", data=fields)).text
        policy = (await admin.get(f"/api/agencies/{SAMPLE_AGENCY.id}/policy")).json()
        assert (policy["correction_working_days"], policy["alarms_from"]) == (15, "06:30:00")
        assert policy["on_the_spot"] == ["already_public", "publication"]
        assert (policy["tell_applicant_of_consultation"], policy["red_head"]) == (False, True)
        unseen = await admin.post("/admin/policy", data=fields)
        assert unseen.status_code == 409
        assert "已被他人修改" in unseen.text
        chain, ladder = "/admin/policy/approval/not_found", "/admin/policy/ladders/search"
        await sent(admin, chain, chain, stage=["section_head", "", "ogi_head"])
        rows = {"mode": "own", "days_0": "3", "to_0": "ogi_head", "days_1": "-1", "to_1": ["handler", "reviewer"]}
        await sent(admin, ladder, ladder, **rows)
        twice = await sent(admin, ladder, ladder, **{**rows, "days_1": "3"})
        assert twice.status_code == 422
        policy = (await admin.get(f"/api/agencies/{SAMPLE_AGENCY.id}/policy")).json()
        assert policy["approval_by_outcome"]["not_found"] == ["section_head", "ogi_head"]
        assert [rung["working_days"] for rung in policy["ladders"]["search"]] == [-1, 3]
        await sent(admin, ladder, ladder, mode="general")
        await sent(admin, chain, chain, stage=[""])
        policy = (await admin.get(f"/api/agencies/{SAMPLE_AGENCY.id}/policy")).json()
        assert ("search" in policy["ladders"], "not_found" in policy["approval_by_outcome"]) == (False, False)


async def test_tokens_and_webhooks_are_shown_once(site: Site) -> None:
    async with site.client("admin") as admin:
        page = form_of((await admin.get("/admin/tokens")).text, "/admin/tokens")
        wanted = {**page, "staff": str(HANDLER.id), "label": "扫描系统", "days": "30"}
        made = (await admin.post("/admin/tokens", data=wanted)).text
        token = re.search(r'value="(dl_[^"]+)"', made)
        assert token
        twice = await admin.post("/admin/tokens", data=wanted)
        assert (twice.status_code, token[1] in twice.text) == (409, False)
        revoke = re.search(r'action="(/admin/tokens/[^"]+/revoke)"', twice.text)
        assert revoke
        assert "令牌已吊销" in (await sent(admin, "/admin/tokens", revoke[1])).text
        forbidden = await sent(admin, "/admin/webhooks", "/admin/webhooks", url="http://169.254.1.1/x")
        assert forbidden.status_code == 422
        assert 'value="http://169.254.1.1/x"' in forbidden.text
        address = "https://oa.example.gov.cn/hooks"
        added = await sent(admin, "/admin/webhooks", "/admin/webhooks", url=address, kinds=["escalation_fell"])
        assert "whsec_" in added.text
        assert "whsec_" not in (await admin.get("/admin/webhooks")).text
        remove = re.search(r'action="(/admin/webhooks/[^"]+/remove)"', added.text)
        assert remove
        assert "oa.example" not in (await sent(admin, "/admin/webhooks", remove[1])).text


async def test_a_template_is_refused_changed_and_reset(site: Site) -> None:
    at = "/admin/templates/D2"
    async with site.client("admin") as admin:
        standard = (await admin.get("/api/templates/D2")).json()["standard"]
        wrong = await sent(admin, at, at, text=standard.replace("{{ channel }}", ""))
        assert wrong.status_code == 422
        assert "缺少：" in wrong.text
        changed = await sent(admin, at, at, text=standard.replace("已予登记", "本局已予登记"))
        assert "该文本已启用" in changed.text
        picture = await admin.get("/api/templates/D2/preview/1.png")
        assert picture.content.startswith(b"\x89PNG")
        assert "已恢复标准文本" in (await sent(admin, at, f"{at}/reset")).text


async def test_schedules_are_paused_resumed_run_and_back_filled(site: Site) -> None:
    at = "/admin/schedules"
    async with site.client("admin") as admin:
        assert "该简报已暂停" in (await sent(admin, at, f"{at}/weekly/pause", note="数据核对")).text
        assert "数据核对" in (await admin.get(at)).text
        assert "该简报已恢复" in (await sent(admin, at, f"{at}/weekly/resume")).text
        assert "期中简报" in (await sent(admin, at, f"{at}/monthly/run")).text
        first, until = today() - timedelta(days=20), today() - timedelta(days=30)
        days = {"period": "weekly", "from": str(first), "until": str(until)}
        reversed_ = await sent(admin, at, f"{at}/backfill", **days)
        assert reversed_.status_code == 422
        assert f'value="{first}"' in reversed_.text
        swapped = {**days, "from": str(until), "until": str(first)}
        assert "补制缺少的简报" in (await sent(admin, at, f"{at}/backfill", **swapped)).text


async def test_a_calendar_is_entered_by_form_and_file_and_approved_by_another(site: Site) -> None:
    at, year = "/admin/calendars", 2031
    async with site.database.transaction() as connection:
        await put_member(connection, SECOND)
    csv = f"date,working\n{year}-12-31,maybe\n"
    async with site.client("admin") as admin:
        fields = {"source": "示例通知", "scope": "all", "off": f"{year}-01-40", "work": ""}
        wrong = await sent(admin, at, at, **fields)
        assert wrong.status_code == 422
        assert f"{year}-01-40" in wrong.text
        hidden = form_of((await admin.get(at)).text, f"{at}/file")
        file = {"file": ("2031.csv", csv.encode())}
        read = await admin.post(f"{at}/file", data={**hidden, "scope": "all", "source": "示例通知"}, files=file)
        assert read.status_code == 422
        assert "line 2" in read.text
        forged = await admin.post(f"{at}/file", data={**hidden, "csrf": "x"}, files=file)
        assert forged.status_code == 403
        good = await sent(admin, at, at, **{**fields, "off": f"{year}-06-03 至 {year}-06-04"})
        assert good.url.path.startswith(f"{at}/cn-")
        assert "应由本机关另一名系统管理员批准" in good.text
        assert f'action="{good.url.path}"' not in good.text
        forced = await admin.post(good.url.path, data={**hidden, "key": "forced"})
        assert (forced.status_code, "应由提出人以外的系统管理员批准" in forced.text) == (409, True)
    async with site.client(SECOND) as second:
        page = (await second.get(good.url.path)).text
        assert "应由本机关另一名系统管理员批准" not in page
        assert "均已按此日历计算" in (await sent(second, good.url.path, good.url.path)).text
        again = await sent(second, at, at, **{**fields, "off": f"{year}-06-03"})
        assert (again.status_code, "现行" in again.text) == (200, True), "the same again is what stands"


async def test_periods_are_set_and_nothing_is_due(site: Site) -> None:
    at = "/admin/retention"
    async with site.client("admin") as admin:
        assert "变更已生效" in (await sent(admin, at, f"{at}/rules", documents="10", personal="30")).text
        assert (await admin.get("/api/retention/rules")).json()["rules"]["documents"] == 10
        wrong = await sent(admin, at, f"{at}/rules", documents="0")
        assert (wrong.status_code, 'value="0"' in wrong.text) == (422, True)
        assert "没有到期材料" in (await admin.get(at)).text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2027-02-05 至 2027-02-07，2027-02-10", 4),
        ("2027-02-05..2027-02-05\n2027-02-06", 2),
        ("9999-12-31", 1),
        ("", 0),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: int) -> None:
    assert len(list(days_in("off", text))) == days


@pytest.mark.parametrize(
    "text", ["2027-02-30", "明天", "2027-02-05 至 2027-01-01", "2027-01-01..2029-01-01", "2027-2-5"]
)
def test_what_is_no_day_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        list(days_in("off", f"2027-01-01\n{text}"))
    assert (refused.value.code, refused.value.field) == ("calendar_days_unreadable", "off:2")
