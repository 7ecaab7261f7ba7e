"""What a browser keeps for us, and brings along with each request."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers

SEAT = "mazuippo-seat"
"""A participant's device: its seat in a group of the workshop."""
LOG_IN = "mazuippo-log-in"


def cookie_of(headers: Headers, name: str) -> str:
    """The value of a cookie; empty where there is none, or the header cannot be read."""
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies[name].value if name in cookies else ""
