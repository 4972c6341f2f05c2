"""What stands around a number and says that it is none of a person's."""

from activities.personal.labels import OTHER_NUMBERS, Label
from activities.personal.numbers import Candidate, is_amount
from activities.personal.reading import Reading

_OTHER = Label(*OTHER_NUMBERS)


def is_something_else(reading: Reading, candidate: Candidate) -> bool:
    """A sum, a measure, or a number with the label of an order, an account book, a device."""
    if len(candidate.groups) == 1 and is_amount(reading.text, candidate):
        return True
    return _OTHER.precedes(reading, candidate.start)
