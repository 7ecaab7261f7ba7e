"""How the events of the page run."""

from typing import Any

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Without Gradio's own marks of progress, and not offered as an API."""
AT_ONCE: dict[str, Any] = QUIET | {"queue": False}
"""So, and without waiting behind questions: for what takes milliseconds."""
