"""How every archive ends: public key, sums, and the signed manifest of all before it."""

from collections.abc import Callable, Iterator, Sequence

from activities.keeping.export_key import SigningKey
from activities.keeping.export_zip import ArchiveWriter
from schemas.export import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS, Member


def ended(writer: ArchiveWriter, key: SigningKey, manifest: Callable[[Sequence[Member]], str]) -> Iterator[bytes]:
    """The last pieces; ``manifest`` makes the JSON that is signed from the members it is to name."""
    yield writer.add(PUBLIC_KEY, key.public_pem)
    yield writer.add(SUMS, "".join(f"{member.sha256}  {member.name}\n" for member in writer.members).encode())
    signed = manifest(tuple(writer.members)).encode()
    yield writer.add(MANIFEST, signed)
    yield writer.add(SIGNATURE, key.sign(signed))
    yield writer.end()
