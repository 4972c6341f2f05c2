"""How much a file of cases may be: an import is for one agency, and its file must never cost more than it is worth."""

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 50_000
MOST_COLUMNS = 60
MOST_CELL = 30_000
"""Characters of a cell; a spreadsheet holds 32,767."""
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
"""All members of a workbook together: a small file may unpack to gigabytes."""
MOST_ELEMENTS = 3_000_000
"""XML elements of all members that are read: what they cost is time. 50,000 ordinary lines have fewer."""
MOST_STRINGS = 1_000_000
"""Texts that a workbook keeps beside its sheets; each costs memory, however short."""
MOST_TOKEN_BYTES = 1024 * 1024
"""Of one tag with its attributes."""
MOST_NAMES = 10_000
"""Different names of elements and attributes in one member; the standard has some hundreds."""
MOST_CODE = 255
"""Characters of a number format, as spreadsheets allow."""
