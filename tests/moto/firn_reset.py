"""A pytest plugin inside moto's suites: what resets the server between tests asks firn's way."""
import os

import requests
from moto.core.models import ServerModeMockAWS


def reset(self):
    answer = requests.post(f"{self._test_server_mode_endpoint}/_firn/reset", timeout=30)
    answer.raise_for_status()


if os.environ.get("TEST_SERVER_MODE"):
    ServerModeMockAWS.reset = reset
