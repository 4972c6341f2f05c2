"""What a letter says, looked at by those who check it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from activities.letters.articles import version_of
from activities.letters.phrases import lines
from schemas.letters import LetterContent, LetterOrder, LetterParties, visible
from schemas.vocabulary import StatuteId

Need = tuple[str, bool]
"""A code and whether it is met."""
Needs = Iterator[Need]


@dataclass(frozen=True)
class Said:
    """A letter beside what it was ordered to say."""

    content: LetterContent
    order: LetterOrder
    parties: LetterParties

    @cached_property
    def text(self) -> str:
        """All that a template, or a clerk, may have worded."""
        cells = (cell for row in self.content.table for cell in row)
        return "\n".join((*self.content.paragraphs, *cells, *self.content.closing, *self.content.enclosures))

    @property
    def statute(self) -> StatuteId:
        return version_of(self.order)

    def says(self, *expected: str | None) -> bool:
        """Whether every line of each of these is there; nothing to be said is not there."""
        return all(self._says(one or "") for one in expected)

    def says_if_any(self, expected: str | None) -> bool:
        """Whether it is there, if there is anything to be said."""
        return not expected or self._says(expected)

    def has(self, *words: str) -> bool:
        """Whether each of these words is there; an empty one, an article the law does not have, always is."""
        return all(word in self.text for word in words)

    def cites(self, *articles: str) -> bool:
        """Whether each of these articles is named; one the law in force does not have cannot be."""
        return all(articles) and self.has(*articles)

    def words(self, word: str, *given: str | None) -> bool:
        """Whether the wording itself has this word: not only in what was given to it, such as the applicant's words."""
        text = self.text
        for line in (line for one in given for line in lines(visible(one or ""))):
            text = text.replace(line, "")
        return word in text

    def _says(self, expected: str) -> bool:
        wanted = lines(visible(expected))
        return bool(wanted) and all(line in self.text for line in wanted)
