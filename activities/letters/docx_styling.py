"""Which formatting of a DOCX says something that plain text does not (Office Open XML, ISO/IEC 29500-1, 17)."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

TRACKED = {qn(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")}
_MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_THINGS = {qn(f"w:{tag}") for tag in ("drawing", "pict", "object", "control", "contentPart", "altChunk", "subDoc")}
_THINGS |= {qn(f"w:{tag}") for tag in ("footnoteReference", "endnoteReference", "sym", "ruby", "txbxContent")}
_THINGS |= {f"{{{_MATHS}}}oMath", f"{{{_COMPATIBILITY}}}AlternateContent"}
_SWITCHES = {qn(f"w:{tag}") for tag in ("vanish", "specVanish", "webHidden", "strike", "dstrike")}
_OFF = {"0", "false", "off", "none", "baseline"}
_STYLED = {qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")}


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document: names by id, the id of a paragraph without one, and those that are not plain."""

    names: Mapping[str, str]
    default: str
    unplain: frozenset[str]

    @classmethod
    def of(cls, root: Element) -> "Styles":
        styles = {style.get(qn("w:styleId"), ""): style for style in root.findall(qn("w:style"))}
        usual = [key for key, style in styles.items() if style.get(qn("w:type")) == "paragraph" and _is_default(style)]
        names = {key: _value(style, "w:name") for key, style in styles.items()}
        bases = {key: _value(style, "w:basedOn") for key, style in styles.items()}
        unplain = {key for key, style in styles.items() if not all(_says_nothing(part) for part in style.iter())}
        for _ in styles:  # a chain of styles is no longer than there are styles
            unplain |= {key for key, base in bases.items() if base in unplain}
        return cls(names, usual[0] if usual else "", frozenset(unplain))

    def name_of(self, paragraph: Element) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        key = self.default if found is None else found.get(qn("w:val"), "")
        return self.names.get(key, "")


def is_plain(element: Element, styles: Styles) -> bool:
    """Whether the element says nothing that is lost when only the text is taken over."""
    if element.tag in _THINGS or (element.tag in _STYLED and element.get(qn("w:val")) in styles.unplain):
        return False
    return _says_nothing(element)


def _says_nothing(element: Element) -> bool:
    """False for hidden, struck-out, raised, lowered and automatically numbered text."""
    if element.tag in _SWITCHES or element.tag == qn("w:vertAlign"):
        return element.get(qn("w:val"), "") in _OFF
    if element.tag == qn("w:numPr"):
        return _value(element, "w:numId") in {"", "0"}
    return True


def _is_default(style: Element) -> bool:
    return style.get(qn("w:default"), "") not in {"", *_OFF}


def _value(parent: Element, tag: str) -> str:
    found = parent.find(qn(tag))
    return "" if found is None else found.get(qn("w:val"), "")
