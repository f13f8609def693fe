"""A program that asks the API, as tests need one."""

import json
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.integrations.permissions import GRANTABLE
from linli.integrations.services import make_token
from tests.factories.people import BELL_TOWER, office, staff

API = "/api/v1"


class Program:
    """Asks with a key of its own; every POST with a new `Idempotency-Key` unless one is given."""

    def __init__(self, *rights: str, community: int = BELL_TOWER, language: str = "") -> None:
        office(community)
        made = make_token(
            community_id=community, name="街道系统", permissions=rights or GRANTABLE, by=staff("secretary", community)
        )
        self.token, self.secret, self.language = made.token, made.secret, language

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.secret}"}
        if self.language:
            headers["Accept-Language"] = self.language
        return headers | ({"Idempotency-Key": key} if key else {})

    def get(self, path: str, **query: object) -> Any:
        return Client().get(API + path, query, headers=self._headers(""))

    def hand_in(self, path: str, picture: bytes, key: str = "") -> Any:
        file = SimpleUploadedFile("cover.jpg", picture, content_type="image/jpeg")
        return Client().post(API + path, {"cover": file}, headers=self._headers(key or uuid4().hex))

    def post(self, path: str, body: object = None, key: str = "") -> Any:
        sent = json.dumps(body, default=str) if body is not None else ""
        headers = self._headers(key or uuid4().hex)
        return Client().post(API + path, sent, content_type="application/json", headers=headers)
