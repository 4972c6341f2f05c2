"""What stands in an archive for whoever opens it in twenty years, without us."""

_TEXT = """\
政府信息公开申请办件归档 / File of an application for government information
{reference}

一、内容 / What is in it

  events.jsonl          办件经过，每行一个事件，按序号排列 / what happened, one event a line
  application.json      申请及申请人、第三方的资料 / the application, the applicant and third parties
  people.json           事件中以编号出现的工作人员 / the members of staff whom events name by id
  letters.json          文书目录 / the letters
  documents.json        文件目录：名称、来源、由何文件制成 / the documents: name, origin, what each was made from
  documents/            文件与文书的内容，以 SHA-256 命名 / their content, named by its SHA-256
  sheets/               审查表与公开清单，以 SHA-256 命名 / reviews and lists of what was released
  SHA256SUMS            以上各文件的 SHA-256 / the SHA-256 of every file above
  public-key.pem        验证签名的公钥 / the public key
  manifest.json         归档清单，含各文件的大小与 SHA-256 / the manifest: size and SHA-256 of every file
  manifest.sig          对 manifest.json 的 Ed25519 签名 / the signature over manifest.json

本归档含个人信息，请依法保管。文件 documents/ 中的内容没有扩展名，类型见 documents.json。
It holds personal data. Files in documents/ have no ending; documents.json tells their type.

二、手工核验 / How to check it by hand (OpenSSL 3, coreutils)

  1. 签名 / the signature
     openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig
  2. 公钥是否为该机关的公钥：与机关公布的指纹比较 / is it the agency's key? compare its fingerprint:
     openssl pkey -pubin -in public-key.pem -outform DER | sha256sum
  3. 文件 / the files
     sha256sum -c SHA256SUMS
     SHA256SUMS 的哈希列在 manifest.json 中 / the hash of SHA256SUMS itself stands in manifest.json
     sha256sum SHA256SUMS
  4. 事件链：去掉一行中的 "hash" 一项，其余照录（UTF-8，键名排序，无空格，行末无换行），其 SHA-256 即为 "hash"；
     "previous" 为上一行的 "hash"，第一行为 64 个 0；最后一行的 "hash" 即 manifest.json 中的 "head"。
     The chain: a line without its member "hash" (UTF-8, keys sorted, no spaces, no newline) has "hash" as its SHA-256;
     "previous" is the "hash" of the line before, 64 zeros in the first; the last "hash" is "head" in manifest.json.

三、用程序核验 / How to check it with Daylight, without database or network

     daylight verify FILE --key FINGERPRINT

归档未压缩；重新打包后程序核验会提示成员不是按原样存放，手工核验不受影响。
Nothing in it is compressed. Packed anew it can still be checked by hand, but Daylight will say that it was.
"""


def readme(reference: str) -> bytes:
    """``README.txt`` for the case of this reference, UTF-8."""
    return _TEXT.format(reference=reference).encode()
