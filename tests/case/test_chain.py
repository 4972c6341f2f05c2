"""The hash chain: whatever is changed in the stored record is found by recomputing it."""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.chain import GENESIS, canonical, forge, hash_of
from schemas.events import ApplicationAccepted
from schemas.vocabulary import Outcome
from tests.case.builders import CASE_ID, HANDLER, deliver, issued

Link = dict[str, Any]
Path = tuple[str | int, ...]


def stored() -> list[Link]:
    """A whole case as PostgreSQL keeps it."""
    script = issued(Outcome.PARTLY_DISCLOSED)
    deliver(script, "2026-05-12")
    return [json.loads(record.model_dump_json()) for record in script.records]


def broken(links: Sequence[Link], head: str) -> str | None:
    """Why the chain does not hold, judged by the stored documents alone; None when it holds."""
    previous = GENESIS
    for seq, link in enumerate(links, start=1):
        if link["seq"] != seq or link["case_id"] != str(CASE_ID):
            return f"link {seq} is out of place"
        if link["previous"] != previous:
            return f"link {seq} does not follow the one before"
        if link["hash"] != hash_of(link):
            return f"link {seq} was changed"
        previous = link["hash"]
    return None if previous == head else "the last link is not the head of the case"


LINKS = stored()
HEAD = LINKS[-1]["hash"]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value in a document, containers too."""
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from leaves(inner, (*path, key))


EVERY_FIELD = [(n, path) for n, link in enumerate(LINKS) for path in leaves(link)]


def changed(number: int, path: Path, new: Any) -> list[Link]:
    links = deepcopy(LINKS)
    target: Any = links[number]
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = new
    return links


def test_an_untouched_chain_holds() -> None:
    assert len(LINKS) > 10
    assert broken(LINKS, HEAD) is None


def test_the_first_link_follows_nothing() -> None:
    assert LINKS[0]["previous"] == GENESIS == "0" * 64


def test_any_change_of_any_field_of_any_link_is_found() -> None:
    for number, path in EVERY_FIELD:
        assert broken(changed(number, path, "changed"), HEAD), (number, path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


@settings(deadline=None)
@given(st.sampled_from(EVERY_FIELD), json_values)
def test_whatever_else_stands_in_a_field_is_found(field: tuple[int, Path], new: Any) -> None:
    links = changed(*field, new)
    same = json.dumps(links, sort_keys=True) == json.dumps(LINKS, sort_keys=True)
    assert same or broken(links, HEAD)


def test_a_removed_field_is_found() -> None:
    for number, path in EVERY_FIELD:
        if path[0] == "event":
            assert broken(_without(number, path), HEAD), (number, path)


def test_a_link_without_one_of_its_own_fields_has_another_hash() -> None:
    for name in LINKS[0].keys() - {"hash"}:
        assert hash_of(_without(0, (name,))[0]) != LINKS[0]["hash"], name


def _without(number: int, path: Path) -> list[Link]:
    links = deepcopy(LINKS)
    target: Any = links[number]
    for key in path[:-1]:
        target = target[key]
    del target[path[-1]]
    return links


def test_an_added_field_is_found() -> None:
    for number in range(len(LINKS)):
        assert broken(changed(number, ("event", "added"), None), HEAD)
        assert broken(changed(number, ("added",), 1), HEAD)


def test_a_missing_link_is_found() -> None:
    for number in range(len(LINKS)):
        assert broken(LINKS[:number] + LINKS[number + 1 :], HEAD), number


def test_a_missing_link_is_found_even_when_the_rest_is_renumbered() -> None:
    for number in range(len(LINKS) - 1):
        rest = LINKS[:number] + [{**link, "seq": link["seq"] - 1} for link in LINKS[number + 1 :]]
        assert broken(rest, HEAD), number


def test_a_cut_tail_is_found_by_the_head() -> None:
    for number in range(len(LINKS)):
        assert broken(LINKS[:number], HEAD), number


def test_swapped_links_are_found() -> None:
    for number in range(len(LINKS) - 1):
        links = [*LINKS]
        links[number], links[number + 1] = links[number + 1], links[number]
        assert broken(links, HEAD), number
        renumbered = [{**link, "seq": seq} for seq, link in enumerate(links, start=1)]
        assert broken(renumbered, HEAD), number


def test_a_repeated_link_is_found() -> None:
    for number in range(len(LINKS)):
        assert broken([*LINKS[: number + 1], *LINKS[number:]], HEAD), number


def test_an_appended_forged_link_is_found() -> None:
    """It may fit in every other way: the head that the case keeps is not its hash."""
    last = issued().records[-1]
    forged = forge(CASE_ID, len(LINKS) + 1, last.at, HANDLER.staff_id, "forged", ApplicationAccepted(), HEAD)
    assert broken([*LINKS, forged.model_dump(mode="json")], HEAD)
    loose = forge(CASE_ID, len(LINKS) + 1, last.at, HANDLER.staff_id, "forged", ApplicationAccepted(), GENESIS)
    assert broken([*LINKS, loose.model_dump(mode="json")], HEAD)


def test_a_link_that_was_rehashed_breaks_the_one_after_it() -> None:
    for number in range(len(LINKS)):
        links = changed(number, ("by",), str(UUID(int=666)))
        links[number]["hash"] = hash_of(links[number])
        assert broken(links, HEAD), number


def test_a_link_of_another_case_is_found() -> None:
    links = [{**link, "case_id": str(UUID(int=5))} for link in LINKS]
    previous = GENESIS
    for link in links:
        link["previous"] = previous
        previous = link["hash"] = hash_of(link)
    assert broken(links, previous)


def test_the_canonical_form_ignores_the_order_of_fields_and_spaces() -> None:
    link = LINKS[0]
    backwards = dict(reversed(link.items()))
    assert hash_of(backwards) == hash_of(json.loads(json.dumps(link, indent=2))) == link["hash"]


def test_the_canonical_form_is_utf8_without_the_hash() -> None:
    assert canonical({"hash": "x", "乙": 2, "甲": [1, None]}) == '{"乙":2,"甲":[1,null]}'.encode()


def test_a_number_that_json_does_not_know_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical({"x": float("nan")})
