"""A PDF of pictures alone, made anew: pages, their pictures, nothing else. No Info, no XMP; its /ID is its own hash."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream

from activities.redaction.layers import Colour, Tones

Drawn = tuple[Colour | None, Stream]
"""A picture over the whole page; with a colour it is a mask through which that is painted."""


def image(pdf: Pdf, tones: Tones) -> Stream:
    """ISO 32000-1, 8.9.5."""
    space = Name.DeviceGray if tones.grey else Name.DeviceRGB
    coloured = Array([Name.Indexed, space, len(tones.palette) // 3 - 1, tones.palette]) if tones.palette else space
    stream = _image(Stream(pdf, tones.data), tones.size, Name.FlateDecode if tones.palette else Name.DCTDecode)
    stream.ColorSpace, stream.BitsPerComponent = coloured, 8
    return stream


def mask(stream: Stream, size: tuple[int, int], coding: Name, parameters: Dictionary) -> Stream:
    """A stencil (8.9.6.2) by CCITTFaxDecode or JBIG2Decode: what is black in it is painted."""
    _image(stream, size, coding)
    stream.ImageMask, stream.BitsPerComponent, stream.DecodeParms = True, 1, parameters
    return stream


def _image(stream: Stream, size: tuple[int, int], coding: Name) -> Stream:
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, coding
    stream.Width, stream.Height = size
    return stream


def write_page(pdf: Pdf, size: tuple[float, float], drawn: list[Drawn]) -> None:
    """A page of this size in points, upright, with its pictures over all of it, in their order."""
    width, height = (f"{side:.3f}" for side in size)
    names = [f"/P{number}" for number in range(len(drawn))]
    paint = [
        f"q {_painted(colour)}{width} 0 0 {height} 0 0 cm {name} Do Q"
        for name, (colour, _) in zip(names, drawn, strict=True)
    ]
    page = pdf.add_blank_page(page_size=size)
    pictures = {name: pdf.make_indirect(one) for name, (_, one) in zip(names, drawn, strict=True)}
    page.obj.Resources = Dictionary(XObject=Dictionary(pictures))
    page.obj.Contents = pdf.make_indirect(Stream(pdf, "\n".join(paint).encode()))


def _painted(colour: Colour | None) -> str:
    if colour is None:
        return ""
    return " ".join(f"{level / 255:.4g}" for level in colour) + " rg "


def join(parts: list[Path], target: Path) -> None:
    """All parts as one file. Their streams are read when they are written: it holds none of them."""
    whole, opened = pikepdf.new(), [Pdf.open(part) for part in parts]
    for part in opened:
        whole.pages.extend(part.pages)
    save(whole, target)
    for part in (whole, *opened):
        part.close()


def save(pdf: Pdf, target: Path) -> None:
    """The same pages give the same bytes."""
    pdf.save(target, min_version="1.7", object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
