"""The release side of the desk: what goes with the reply, and the files it is bound in."""

from uuid import UUID

from activities.db.readings import release_row
from activities.db.sheets import sheet_content
from api.desk import Desk
from schemas.errors import NotFound
from schemas.people import SignedIn
from schemas.release import Manifest, ReleaseView


async def release_of_case(desk: Desk, person: SignedIn, case_id: UUID) -> ReleaseView:
    """The release of the reply that stands. Raises ``NotFound``."""
    case = await desk.case(await desk.row(person, case_id))
    if case.release is None:
        raise NotFound("release_unknown")
    async with desk.database.reading() as connection:
        row = await release_row(connection, case.release.manifest)
        content = await sheet_content(connection, case_id, case.release.manifest)
    if row is None or content is None:
        raise NotFound("release_unknown")
    manifest = Manifest.model_validate_json(content)
    return ReleaseView(
        documents=len(manifest.items),
        pages=sum(item.pages for item in manifest.items),
        manifest=row.manifest,
        ready=row.zip_id is not None,
        pdf=f"/api/documents/{row.pdf_id}/content" if row.pdf_id else None,
        zip=f"/api/documents/{row.zip_id}/content" if row.zip_id else None,
        items=manifest.items,
    )
