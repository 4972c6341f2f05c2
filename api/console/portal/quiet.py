"""The headers of pages that show an applicant something of his own: stricter than the console's."""

STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""No script at all. The referrer policy stays the console's ``same-origin``: with ``no-referrer`` a browser sends its
own forms with ``Origin: null``, which cannot be told from another site's."""
