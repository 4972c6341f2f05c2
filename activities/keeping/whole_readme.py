"""What stands in the whole record of an agency for whoever opens it without us."""

_TEXT = """\
依申请公开全部办理记录 / The whole record of applications for government information
{agency}

  cases.csv                    每件一行的总表（UTF-8） / one row a case, UTF-8
  events/0001.jsonl …          各办件的全部事件，每行一个，同一办件的连续排列，首尾哈希相接
                               every event of every case, one a line, those of a case together and chained by hash
  applications/0001.jsonl …    申请、申请人、第三方，每件一行 / applications, applicants, third parties, one line a case
  letters/0001.jsonl …         文书目录 / the letters, one line a case
  documents-listed/0001.jsonl  文件目录：名称、类型、来源 / the documents: name, type, what each was made from
  documents/                   文件与文书的原样内容，以 SHA-256 命名 / originals and letters, named by their SHA-256
  sheets/                      审查表与公开清单，以 SHA-256 命名 / reviews and lists of what was released
  own-records.jsonl            更正本人信息的申请及其事件 / requests for correction of own records, with their events
  errors.csv                   （仅在有缺失或损坏时）未能导出的文件及其办件 / only if any: documents lost or damaged
  people.json                  事件中以编号出现的工作人员 / the members of staff whom events name by id
  SHA256SUMS                   以上各文件的 SHA-256 / the SHA-256 of every file above
  public-key.pem               验证签名的公钥 / the public key
  manifest.json  manifest.sig  清单及其 Ed25519 签名 / the manifest and its signature

各行均为 JSON（UTF-8）；日期为 年-月-日，时刻为 UTC（ISO 8601）。字段含义见各字段英文名。
Every line is JSON in UTF-8; days are year-month-day, instants UTC (ISO 8601).

核验 / to check it (coreutils, OpenSSL 3)
  sha256sum -c SHA256SUMS
  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig
  事件链：去掉一行中的 "hash"，其余照录，其 SHA-256 即为 "hash"；
  "previous" 为同一办件上一行的 "hash"，第一行为 64 个 0。
  The chain: a line without its member "hash" has "hash" as its SHA-256; "previous" is that of the line before in the
  same case, 64 zeros in its first.

本文件夹含个人信息，请依法保管。 It holds personal data in plain text.
"""


def whole_readme(agency: str) -> bytes:
    """``README.txt`` for this agency, UTF-8."""
    return _TEXT.format(agency=agency).encode()
