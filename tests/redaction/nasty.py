"""Files that hide a secret, each in a way of its own; nothing that a page of them shows need be marked."""

import io
from collections.abc import Callable, Mapping

import pikepdf
import typst
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Pdf, Stream, String
from PIL import Image
from pylopdf_fonts_zh_cn import serif_path

from tests.redaction.papers import paper, revised, words

SECRET = "QX7731-Zinnober"
CHINESE = "甲乙路丙号丁室"
SHOWN = words("plain words", 100, 250)


def earlier_revision() -> bytes:
    """The first version of the page had it; a newer one was appended."""
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper(SHOWN + words(SECRET)))) as pdf:
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        number = pdf.pages[0].obj.Contents.objgen[0]
    return revised(file.getvalue(), number, SHOWN.encode())


def under_an_image() -> bytes:
    """A white picture lies over the words."""

    def cover(pdf: Pdf) -> None:
        white = Stream(pdf, b"\xff", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        white.ColorSpace, white.BitsPerComponent = Name.DeviceGray, 8
        pdf.pages[0].obj.Resources.XObject.W = white

    return paper(SHOWN + words(SECRET) + "q 300 0 0 40 90 140 cm /W Do Q", change=cover)


def white_words() -> bytes:
    """White on white."""
    return paper(SHOWN + words(SECRET, before="1 1 1 rg"))


def nearly_white_words() -> bytes:
    """A grey nobody sees."""
    return paper(SHOWN + words(SECRET, before="0.99 0.99 0.99 rg"))


def invisible_words() -> bytes:
    """Rendering mode 3, as under a recognised scan."""
    return paper(SHOWN + words(SECRET, before="3 Tr"))


def beside_the_page() -> bytes:
    """Outside the crop box."""
    return paper(SHOWN + words(SECRET, 100, 20), change=lambda pdf: _crop(pdf, (0, 100, 400, 300)))


def _crop(pdf: Pdf, box: tuple[float, float, float, float]) -> None:
    pdf.pages[0].obj.CropBox = Array(box)


def misleading_unicode() -> bytes:
    """It shows a row of the letter a; copied, it is the secret (ToUnicode)."""

    def lie(pdf: Pdf) -> None:
        codes = "".join(f"<{n:02x}> <{ord(letter):04x}>\n" for n, letter in enumerate(SECRET, 33))
        table = f"1 begincodespacerange <00> <ff> endcodespacerange {len(SECRET)} beginbfchar\n{codes}endbfchar"
        wrapped = f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap {table} endcmap end end"
        font = pdf.pages[0].obj.Resources.Font.F
        font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([33, *[Name.a] * len(SECRET)]))
        font.ToUnicode = pdf.make_indirect(Stream(pdf, wrapped.encode()))

    coded = "".join(f"\\{n:03o}" for n in range(33, 33 + len(SECRET)))
    return paper(words(coded, before="1 1 1 rg"), change=lie)


def ligatures() -> bytes:
    """Its ``fi`` is one glyph; in white."""

    def encode(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([1, Name.fi]))

    return paper(words("pro\\001le", before="1 1 1 rg"), change=encode)


def annotations() -> bytes:
    """A note that is closed, its popup, a hidden remark, an attachment on the page."""

    def annotate(pdf: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 1, 1]), Contents=String(SECRET), F=2)
        popup = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([0, 0, 1, 1]), Contents=String(CHINESE), F=2)
        kept = _attached(pdf, SECRET.encode(), "note.txt")
        clip = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 1, 1]), FS=kept.obj, F=2)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one) for one in (note, popup, clip)])

    return paper(SHOWN, change=annotate)


def _attached(pdf: Pdf, content: bytes, name: str) -> AttachedFileSpec:
    return AttachedFileSpec(
        pdf, content, description="", filename=name, mime_type="text/plain", creation_date="", mod_date=""
    )


def form_fields() -> bytes:
    """A hidden field has it as value, default and tooltip."""

    def fill(pdf: Pdf) -> None:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([0, 0, 9, 9]), F=2
        )
        field.V, field.DV, field.TU = String(SECRET), String(SECRET), String(CHINESE)
        held = pdf.make_indirect(field)
        pdf.pages[0].obj.Annots = Array([held])
        pdf.Root.AcroForm = Dictionary(Fields=Array([held]))

    return paper(SHOWN, change=fill)


def attachments() -> bytes:
    """An embedded file, by name and content."""

    def attach(pdf: Pdf) -> None:
        pdf.attachments[f"{SECRET}.txt"] = _attached(pdf, CHINESE.encode("gb18030"), f"{SECRET}.txt")

    return paper(SHOWN, change=attach)


def metadata() -> bytes:
    """Info and XMP, of the file and of the page."""

    def tell(pdf: Pdf) -> None:
        pdf.docinfo.Title, pdf.docinfo.Author = String(SECRET), String(CHINESE)
        with pdf.open_metadata() as xmp:
            xmp["dc:description"] = SECRET
        pdf.pages[0].obj.Metadata = Stream(pdf, CHINESE.encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(Private=String(SECRET)))

    return paper(SHOWN, change=tell)


def thumbnails() -> bytes:
    """The small picture of the page carries it in its samples."""

    def shrink(pdf: Pdf) -> None:
        thumb = Stream(
            pdf, SECRET.encode(), Width=len(SECRET), Height=1, ColorSpace=Name.DeviceGray, BitsPerComponent=8
        )
        pdf.pages[0].obj.Thumb = thumb

    return paper(SHOWN, change=shrink)


def scripts() -> bytes:
    """JavaScript run at opening, and by name."""

    def script(pdf: Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
        pdf.Root.OpenAction = action
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String(CHINESE), pdf.make_indirect(action)])))

    return paper(SHOWN, change=script)


def layers() -> bytes:
    """A layer that is switched off, with it on the layer and in its name."""

    def hide(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(CHINESE)))
        pdf.pages[0].obj.Resources.Properties = Dictionary(L=layer)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer])))

    return paper(f"{SHOWN} /OC /L BDC {words(SECRET)} EMC", change=hide)


def signposts() -> bytes:
    """Page labels, outline, named destinations."""

    def name(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem(SECRET, 0))
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(CHINESE))]))
        goal = Array([pdf.pages[0].obj, Name.Fit])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(SECRET), goal])))

    return paper(SHOWN, change=name)


def descriptions() -> bytes:
    """Alternative text in the structure tree, replacement text in the page."""

    def describe(pdf: Pdf) -> None:
        figure = Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(CHINESE), ActualText=String(SECRET))
        pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([pdf.make_indirect(figure)]))

    return paper(f"/Span << /ActualText ({SECRET}) >> BDC {SHOWN} EMC", change=describe)


def left_over() -> bytes:
    """Objects no viewer looks at, in an object stream beside the others."""

    def orphan(pdf: Pdf) -> None:
        pdf.Root.Kept = pdf.make_indirect(Dictionary(Old=String(SECRET), Names=Array([Name("/" + SECRET)])))

    return paper(SHOWN, change=orphan)


def chinese_in_white() -> bytes:
    """By typst, with an embedded part of a font."""
    text = f'#set text(font: "Noto Serif SC", fill: white)\n{CHINESE}'
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(serif_path().parent)])
    made = typst.compile(text.encode(), font_paths=fonts, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def other_pages() -> bytes:
    """On a page that is not given out; the first one is."""
    return paper(SHOWN, words(SECRET))


def hidden_by_mask() -> bytes:
    """Samples of a picture that its soft mask makes invisible."""

    def add(pdf: Pdf) -> None:
        veil, seen = Stream(pdf, b"\0" * len(SECRET)), Stream(pdf, SECRET.encode())
        for one in (veil, seen):
            one.Type, one.Subtype, one.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
            one.Width, one.Height, one.BitsPerComponent = len(SECRET), 1, 8
        seen.SMask = pdf.make_indirect(veil)
        pdf.pages[0].obj.Resources.XObject.S = seen

    return paper(SHOWN + "q 200 0 0 40 90 140 cm /S Do Q", change=add)


SECRETS: Mapping[str, tuple[str, ...]] = {"ligatures": ("profile",)}
"""Where it is not ``SECRET`` or ``CHINESE``."""

HIDDEN: tuple[Callable[[], bytes], ...] = (
    *(earlier_revision, under_an_image, white_words, nearly_white_words, invisible_words, beside_the_page),
    *(misleading_unicode, ligatures, annotations, form_fields, attachments, metadata, thumbnails, scripts, layers),
    *(signposts, descriptions, left_over, chinese_in_white, other_pages, hidden_by_mask),
)


def cmyk_picture(size: tuple[int, int], content: str = "q 400 0 0 300 0 0 cm /C Do Q") -> bytes:
    """A page that is one CMYK picture of many colours, in JPEG; or ``content``, which draws it as ``/C``."""
    file = io.BytesIO()
    bands = [Image.linear_gradient("L").resize(size).rotate(90 * n, expand=False) for n in range(3)]
    Image.merge("CMYK", [*bands, Image.new("L", size)]).save(file, "JPEG", quality=90)

    def put(pdf: Pdf) -> None:
        picture = Stream(pdf, file.getvalue(), Type=Name.XObject, Subtype=Name.Image, Filter=Name.DCTDecode)
        picture.Width, picture.Height, picture.ColorSpace, picture.BitsPerComponent = *size, Name.DeviceCMYK, 8
        picture.Decode = Array([1, 0] * 4)  # Adobe's way to keep CMYK in JPEG
        pdf.pages[0].obj.Resources.XObject.C = picture

    return paper(content, change=put)
