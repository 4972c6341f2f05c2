"""The catalogue of messages: no code without its sentences, no sentence without its code."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from schemas import errors
from schemas.errors import DaylightError, InvalidInput, NotAllowed, StepRefused, Unavailable
from schemas.messages import MESSAGES, problem_of
from schemas.messages_clock import CLOCK_MESSAGES

ROOT = Path(__file__).parents[2]
ROOMS = ("schemas", "workflows", "activities", "worker", "api")
CATALOGUES = {
    "messages.py",
    "messages_accounts.py",
    "messages_administration.py",
    "messages_annual.py",
    "messages_clock.py",
    "messages_console.py",
    "messages_digests.py",
    "messages_documents.py",
    "messages_figures.py",
    "messages_keeping.py",
    "messages_law.py",
    "messages_moving.py",
    "messages_notices.py",
    "messages_oversight.py",
    "messages_portal.py",
    "messages_post.py",
    "messages_review.py",
    "messages_search.py",
    "messages_security.py",
    "messages_stack.py",
    "messages_status.py",
}

FIRST_ARGUMENT = {name for name, value in vars(errors).items() if isinstance(value, type)} | {
    "RecordConflict",
    "StackFailed",
    "ValueError",
    "_refuse",
    "error_line",
    "rejected",
}
"""Names whose call carries a code as its first argument; ``ValueError`` only where it is pydantic's complaint."""
SECOND_ARGUMENT = {"refuse_if", "refuse_unless", "reject_if", "present", "_fault"}
UNTOLD = {"never_registered"}
"""Why a workflow ended without ever having a case: nobody is told."""


def trees(rooms: tuple[str, ...]) -> Iterator[ast.AST]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            if path.name not in CATALOGUES and "migrations" not in path.parts:
                yield ast.parse(path.read_text(encoding="utf-8"))


def constants(node: ast.AST | None) -> Iterator[str]:
    """The words an expression may be: a constant, or either branch of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def raised_by(node: ast.AST) -> Iterator[str]:
    """The codes that one node of the tree raises."""
    if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "code" for one in node.targets):
        yield from constants(node.value)
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    place = 0 if name in FIRST_ARGUMENT else 1 if name in SECOND_ARGUMENT else None
    if place is not None and len(node.args) > place:
        yield from constants(node.args[place])
    if name == "ApplicationError":
        yield from (code for word in node.keywords if word.arg == "type" for code in constants(word.value))


def looks_like_a_code(text: str) -> bool:
    return text.replace("_", "").isalpha() and text.islower()


@cache
def raised() -> frozenset[str]:
    """Every code that the product raises."""
    nodes = (node for tree in trees(ROOMS) for node in ast.walk(tree))
    return frozenset(code for node in nodes for code in raised_by(node) if looks_like_a_code(code)) - UNTOLD


def written() -> set[str]:
    """Every text that stands in the product outside its catalogues."""
    nodes = (node for tree in trees(ROOMS) for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_search_finds_what_is_raised() -> None:
    """One code for each way to raise: otherwise the two tests below would prove nothing."""
    known = {
        "stale_version",
        "not_awaiting_acceptance",
        "unknown_handler",
        "not_registered",
        "role_not_permitted",
        "date_out_of_range",
        "second_extension",
        "events_out_of_order",
        "control_characters",
        "record_conflict",
        "letter_incomplete",
        "database_unavailable",
        "document_too_large",
        "unauthorized",
        "not_found",
        "internal_error",
        "already_running",
    }
    assert known <= raised()


def test_every_code_that_is_raised_has_its_sentences() -> None:
    assert raised() - set(MESSAGES) == set()


def test_every_sentence_belongs_to_a_code_that_is_used() -> None:
    assert set(MESSAGES) - written() == set()


@pytest.mark.parametrize("code", MESSAGES)
def test_every_sentence_is_told_in_chinese_and_in_english(code: str) -> None:
    chinese, english = MESSAGES[code]
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert english.isascii()
    assert english[0].isupper()
    assert english.endswith(".")
    assert looks_like_a_code(code)


def test_the_sentences_of_a_case_end_with_a_full_stop() -> None:
    own = {code: chinese for code, (chinese, _) in MESSAGES.items() if code not in CLOCK_MESSAGES}
    assert [code for code, chinese in own.items() if not chinese.endswith("。")] == []


def test_a_refusal_by_law_names_its_article_in_both_languages() -> None:
    problem = problem_of(StepRefused("correction_notice_too_late", article="30"))
    assert (problem.code, problem.status, problem.article, problem.field) == (
        "correction_notice_too_late",
        409,
        "30",
        None,
    )
    assert problem.message.endswith("（依据：第30条）")
    assert problem.message_en.endswith("(art. 30)")


def test_senseless_input_names_its_field() -> None:
    problem = problem_of(InvalidInput("date_in_future", field="notified_on"))
    assert (problem.status, problem.field, problem.article) == (422, "notified_on", None)
    assert (problem.message, problem.message_en) == MESSAGES["date_in_future"]


@pytest.mark.parametrize(
    ("error", "status"), [(NotAllowed("role_not_permitted"), 403), (Unavailable("answer_pending"), 503)]
)
def test_a_problem_keeps_the_status_of_its_kind(error: DaylightError, status: int) -> None:
    assert problem_of(error).status == status


def test_a_code_without_a_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        problem_of(DaylightError("nobody_wrote_this"))


def test_an_error_says_its_code_and_nothing_personal() -> None:
    assert str(InvalidInput("date_in_future", field="notified_on")) == "date_in_future"
