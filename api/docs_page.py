"""``/docs``: the API's description to read and to try, from here alone and without a script in the page."""

from html import escape

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.console.assets import address_of

router = APIRouter(include_in_schema=False)
KEPT_AT = "/static-offline-docs"
"""Where ``FastAPIOffline`` serves Swagger UI."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
}
"""Swagger UI writes styles into its elements; scripts run from files of ours only."""
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{kept_at}/swagger-ui.css">
<link rel="icon" href="{kept_at}/favicon.png">
<title>Daylight API</title>
</head>
<body>
<div id="swagger-ui"></div>
<script src="{kept_at}/swagger-ui-bundle.js"></script>
<script src="{start}"></script>
</body>
</html>
"""


@router.get("/docs")
async def docs() -> HTMLResponse:
    """The description of the API, by Swagger UI."""
    return HTMLResponse(_PAGE.format(kept_at=KEPT_AT, start=escape(address_of("api-docs.js"))), headers=_HEADERS)
