"""The page as its own script uses it, without a browser: so that a thousand can be open at once."""

import json
import secrets
from typing import Any

import httpx


class PageClient:
    """One open page: its conversation lives on the server, under a name that only this page knows."""

    def __init__(self, http: httpx.AsyncClient, config: dict[str, Any]) -> None:
        self._http, self._name = http, secrets.token_hex(8)
        kinds = {one["id"]: one["props"].get("elem_id") or one["type"] for one in config["components"]}
        self._events = {one["api_name"]: one for one in config["dependencies"]}
        self._kinds = kinds

    async def ask(self, question: str) -> str:
        """Asks in the box; the conversation as it stands when the answer is whole, as HTML."""
        await self._run("_ask", {"question": question})
        return await self._run("_answer", {})

    async def _run(self, event: str, typed: dict[str, str]) -> str:
        """What the conversation shows when an event is over. Raises what went wrong."""
        wanted = self._events[event]
        kinds = [self._kinds[one] for one in wanted["inputs"]]
        data = [typed.get(kind, [] if kind == "checkboxgroup" else None) for kind in kinds]
        body = {"data": data, "fn_index": wanted["id"], "session_hash": self._name, "trigger_id": None}
        joined = await self._http.post("/gradio_api/queue/join", json=body)
        joined.raise_for_status()
        shown, place = None, [self._kinds[one] for one in wanted["outputs"]].index("conversation")
        async with self._http.stream("GET", "/gradio_api/queue/data", params={"session_hash": self._name}) as stream:
            async for line in stream.aiter_lines():
                told = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {"msg": ""}
                output = (told.get("output") or {}).get("data") or []
                if len(output) > place and isinstance(output[place], str):
                    shown = output[place]  # of a stream the first is whole; later ones tell only what changed
                if told["msg"] == "process_completed":
                    assert told["success"], told
                if told["msg"] == "close_stream":
                    break
        assert shown is not None, "the page heard nothing"
        return shown
