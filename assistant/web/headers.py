"""Headers on every response: what a page may load and run, who may frame it, what leaves with a link."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_MAY_BE_KEPT = re.compile(r"/(assets|static|svelte)/.*|/theme\.css|/favicon\.ico")
"""All else is somebody's answer, or a page for those who are logged in."""
_OF_A_FILE = "default-src 'none'; frame-ancestors 'self'; sandbox"
_OF_A_PAGE = (
    "default-src 'none'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; frame-src 'self'; "
    "base-uri 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'self'"
)


class SecurityHeaders:
    """Middleware. A page may run its own files and the scripts that stand in it, each by its hash, and nothing else."""

    def __init__(self, app: ASGIApp, script: str) -> None:
        """`script`: what Gradio puts into its page only when that is open."""
        self._app = app
        self._of_gradio = f" 'unsafe-eval'{_hashes([script])}"  # it makes functions of the page's events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds to what the app says; a header that it sets itself stays. A page is held until it is whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        held = bytearray()
        of_gradio = self._of_gradio if scope["path"] == "/" else ""
        kept = {} if _MAY_BE_KEPT.fullmatch(scope["path"]) else {"Cache-Control": "no-store"}

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                if not _is_page(start):
                    await send(_with_headers(start, kept | {"Content-Security-Policy": _OF_A_FILE}))
            elif not _is_page(start):
                await send(message)
            else:
                held.extend(message.get("body", b""))
                if not message.get("more_body"):
                    policy = _OF_A_PAGE.format(scripts=of_gradio + _hashes(_scripts_in(bytes(held))))
                    await send(_with_headers(start, kept | {"Content-Security-Policy": policy}))
                    await send({"type": "http.response.body", "body": bytes(held)})

        await self._app(scope, receive, told)


def _is_page(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith("text/html")


def _with_headers(start: Message, more: Mapping[str, str]) -> Message:
    headers = MutableHeaders(raw=list(start["headers"]))
    for name, value in {**_ALWAYS, **more}.items():
        headers.setdefault(name, value)
    return {**start, "headers": headers.raw}


def _scripts_in(page: bytes) -> list[str]:
    return [node.text() for node in LexborHTMLParser(page).css("script:not([src])")]


def _hashes(scripts: Sequence[str]) -> str:
    """The hashes of scripts, as a policy names them."""
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return "".join(f" 'sha256-{value}'" for value in dict.fromkeys(hashes))
