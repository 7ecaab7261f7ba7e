"""Those who log in."""

from starlette.testclient import TestClient

PASSWORDS = {"山田": "はじめの一歩を踏み出す山田", "佐藤": "となりの町へ話を聞きに行く佐藤"}
ROLES = {"山田": "administrator", "佐藤": "reader"}


def log_in(client: TestClient, name: str) -> TestClient:
    """The client, logged in."""
    answer = client.post("/login", data={"name": name, "password": PASSWORDS[name]}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    return client
