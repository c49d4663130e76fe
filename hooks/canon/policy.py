"""The content security policy of a page: scripts of the site and of the theme, and no others.

Content is checked before it is built; this is the second fence. The theme's few inline scripts are
allowed by their hashes, as CSP level 2 provides (W3C, 2016), so that no other inline script runs:
none of the content's, which get no hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

_INLINE = re.compile(
    r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL | re.IGNORECASE
)
_HEAD = re.compile(r"<head>|<head\s[^>]*>")


def with_policy(html: str, content: str = "") -> str:
    """Put a policy at the top of a page's head; a text without a head stays as it is.

    Args:
        html: The whole page.
        content: The part of it that isn't the theme's. Its inline scripts aren't allowed.
    """
    hashes = sorted(_hashes(html) - _hashes(content))
    directives = (
        "default-src 'self'",
        f"script-src 'self' {' '.join(hashes)}".rstrip(),
        # The theme and Mermaid's drafts set styles on elements.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(directives)}">'
    return _HEAD.sub(lambda match: match[0] + meta, html, count=1)


def _hashes(html: str) -> set[str]:
    return {_hash(match["code"]) for match in _INLINE.finditer(html) if _runs(match)}


def _runs(script: re.Match[str]) -> bool:
    """Whether a script element is inline code: data blocks and files need no hash."""
    attributes = script["attributes"]
    is_data = re.search(r"""type\s*=\s*["']?application/""", attributes)
    return not is_data and not re.search(r"\bsrc\s*=", attributes)


def _hash(code: str) -> str:
    digest = base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


_REFUSED = {
    "script", "iframe", "frame", "object", "embed", "applet", "base", "meta", "link", "style",
}  # fmt: skip
_LOADED = {"src", "srcset", "srcdoc", "poster", "background", "action", "formaction"}
_SUSPECT = re.compile(
    rf"<(?:{'|'.join(sorted(_REFUSED))})\b|[\s/\"']on\w+\s*=|(?:script|data)\s*:"
    rf"|\b(?:{'|'.join(sorted(_LOADED))})\s*=|\bhref\s*=\s*[\"']?[^\"'>]*[&\s]",
    re.IGNORECASE,
)
"""Most content holds none of these, not even in its samples, and needn't be taken apart."""
_ACTING = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_IGNORED = re.compile(r"[\0-\x20]")
"""Browsers drop these from an address."""


def unsafe_markup(content: str) -> str | None:
    """Name what a page's content may not hold as HTML; None where there is nothing of it.

    Rules over the source say the same with a place; this sees what became of the source. It finds
    script, handlers, addresses that act, and what loads from another server.
    """
    if not _SUSPECT.search(content):
        return None
    finder = _Finder()
    finder.feed(content)
    return finder.found


def refuse_unsafe(content: str) -> None:
    """Refuse content that holds what a page may not.

    Raises:
        ValueError: It does; the message says what.
    """
    if part := unsafe_markup(content):
        raise ValueError(f"{part} may not stand on a page. Remove it.")


class _Finder(HTMLParser):
    """Keeps the first part that may not stand there."""

    found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        bad = [name for name, value in attrs if _acts(name, value or "")]
        if tag in _REFUSED or bad:
            self.found = self.found or " ".join([f"<{tag}", *bad]) + ">"


def _acts(name: str, value: str) -> bool:
    if name in _LOADED:
        return name == "srcdoc" or ":" in value or value.strip().startswith(("//", "\\"))
    return name.startswith("on") or bool(_ACTING.match(_IGNORED.sub("", value)))
