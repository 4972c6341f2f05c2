"""Import of cases in the console: look at the rows, then take them over."""

import re

from api.moving.sheet import lines_of
from tests.api.office import today
from tests.console.site import Site
from tests.moving.files import csv_of, row


async def test_the_page_shows_what_would_be_refused_and_then_takes_the_rest_over(site: Site) -> None:
    content = csv_of(row(51, today()), row(52, today(), channel="信鸽"))
    async with site.client("admin") as admin:
        page = (await admin.get("/admin/imports")).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        for do, said in (("look", "可以导入1件"), ("import", "已导入1件")):
            fields = {"csrf": token[1], "do": do, "line": "2"}
            shown = await admin.post("/admin/imports", data=fields, files={"file": ("旧.csv", content)})
            assert (shown.status_code, said in shown.text, "信鸽" in shown.text) == (200, True, False), shown.text
            assert "提交方式" in shown.text
        template = await admin.get("/api/imports/template.xlsx")
        assert len(lines_of(template.content)) == 1


async def test_a_file_past_one_mebibyte_is_taken_and_a_senseless_line_is_refused(site: Site) -> None:
    content = csv_of(*(row(n, today(), description="长" * 5_000) for n in range(100)))
    assert len(content) > 1024 * 1024
    async with site.client("admin") as admin:
        page = (await admin.get("/admin/imports")).text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        assert "不超过20MB、50000行；每次处理200行" in page
        for line, status, said in (
            ("9" * 5_000, 422, "起始行须为"),
            ("二", 422, "起始行须为"),
            ("1", 422, "起始行须为"),
            ("", 200, "可以导入100件"),
        ):
            fields = {"csrf": token[1], "do": "look", "line": line}
            shown = await admin.post("/admin/imports", data=fields, files={"file": ("旧.csv", content)})
            assert (shown.status_code, said in shown.text) == (status, True), shown.text[:500]
        large = {"file": ("旧.csv", bytes(22 * 1024 * 1024))}
        refused = await admin.post("/admin/imports", data={"csrf": token[1], "do": "look"}, files=large)
        assert refused.status_code == 413
