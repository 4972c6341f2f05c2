"""What a page of the released copy is painted from."""

from dataclasses import dataclass

from PIL import Image

Colour = tuple[int, int, int]

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
SHARPER = 4 / 3
"""Letters without grey at their edges need more pixels: 200 to the inch where a photograph has 150."""
NEAR = 6
"""Steps of 255 from white or black that nobody sees: what hides in them (white on white) does not go out."""
ENDS = [0 if v <= NEAR else 255 if v >= 255 - NEAR else v for v in range(256)]


@dataclass(frozen=True)
class Stencil:
    """Where one colour goes. ``ink``: mode 1, ink is 1."""

    colour: Colour
    ink: Image.Image


@dataclass(frozen=True)
class Tones:
    """Samples of eight bits as an image of a PDF holds them: by Flate with a ``palette`` (RGB), or else by DCT."""

    size: tuple[int, int]
    data: bytes
    palette: bytes = b""
    grey: bool = False


Raster = tuple[Stencil | Tones, ...]
"""What is painted over the whole page, one upon another."""
