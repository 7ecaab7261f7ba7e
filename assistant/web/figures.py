"""The figures of a server, for Prometheus to collect; without a log-in, since they hold nobody's words."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.observing.metrics import Metrics


def figures_route(metrics: Metrics) -> APIRouter:
    """`GET /metrics`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/metrics")
    def figures() -> Response:
        return Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return routes
