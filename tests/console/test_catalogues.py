"""The catalogues: no sentence of a page without its Chinese, no Chinese without its sentence."""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from api.console.language import chinese

CONSOLE = Path(__file__).parents[2] / "api" / "console"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
Sentence = str | tuple[str, ...]


def sentences() -> Iterator[Sentence]:
    for _, _, sentence, _, context in extract_from_dir(CONSOLE, METHODS, {"**.html": {"trimmed": "true"}}):
        assert context is None
        yield sentence[0] if isinstance(sentence, tuple) else sentence


WRITTEN = set(sentences())
TRANSLATED = {message.id[0] if isinstance(message.id, tuple) else message.id for message in chinese() if message.id}


def test_the_search_finds_sentences_in_templates_and_in_code() -> None:
    assert {"Skip to content", "My work", "%(num)s day left"} <= WRITTEN


def test_every_sentence_has_its_chinese() -> None:
    assert set() == WRITTEN - TRANSLATED


def test_every_translation_belongs_to_a_sentence() -> None:
    assert set() == TRANSLATED - WRITTEN


def test_the_names_in_a_sentence_stand_in_its_chinese_too() -> None:
    unlike = [str(error) for message in chinese() if message.id for error in message.check()]
    assert unlike == []
    assert [message.id for message in chinese() if message.id and not message.string] == []
