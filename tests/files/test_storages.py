"""Where pictures may lie: in a folder by default, in an S3-compatible storage by setting."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings
from moto.server import ThreadedMotoServer

from linli.config import doctor, env
from linli.core.errors import NotHere
from linli.files.models import Picture
from linli.files.reading.redrawing import redrawn
from linli.files.services import erase_unused, keep_picture, let_go
from linli.people.services.consents import ConsentGiven, record_consent
from linli.people.services.papers import add_paper, look_at_paper
from tests.factories.people import BELL_TOWER, family, office, staff
from tests.factories.pictures import a_photo

pytestmark = pytest.mark.django_db
BUCKET = "linli-pictures"
KEYS = {"access_key": "key", "secret_key": "secret"}


@pytest.fixture
def bucket() -> Iterator[Any]:
    """A bucket at a local server that speaks S3, and pictures kept there."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="key", aws_secret_access_key="secret"
    )
    client.create_bucket(Bucket=BUCKET)
    options = {"bucket_name": BUCKET, "endpoint_url": address, "region_name": "us-east-1", **KEYS}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    with override_settings(STORAGES={**settings.STORAGES, "pictures": backend}):
        yield client
    server.stop()


def objects(client: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return found


def test_paper_goes_to_the_bucket_comes_back_and_is_erased_there(bucket: Any) -> None:
    office()
    photo = redrawn(a_photo())
    picture = keep_picture(community_id=BELL_TOWER, picture=photo, by=staff())
    lying = objects(bucket)

    assert {entry["Key"] for entry in lying} == {picture.path("whole"), picture.path("small")}
    for entry in lying:
        assert b"JFIF" not in bucket.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()

    from_here = _consent_with(picture)
    assert look_at_paper(reason="核对签字", by=staff("secretary"), **from_here).content == photo.sizes["whole"]
    for entry in lying:
        bucket.delete_object(Bucket=BUCKET, Key=entry["Key"])
    with pytest.raises(NotHere):
        look_at_paper(reason="核对签字", by=staff("secretary"), **from_here)


def _consent_with(picture: Picture) -> dict[str, Any]:
    consent = consents_given()
    add_paper(picture_id=picture.pk, by=staff(), **consent)
    return consent


def consents_given() -> dict[str, Any]:
    household = family()
    given = ConsentGiven(purposes=["help", "publish"], given_by="self", witness="任佳怡")
    consent, _other = record_consent(community_id=BELL_TOWER, household_id=household.pk, consent=given, by=staff())
    return {"community_id": BELL_TOWER, "household_id": household.pk, "consent_id": consent.pk}


def test_worker_erases_in_the_bucket(bucket: Any) -> None:
    office()
    picture = keep_picture(community_id=BELL_TOWER, picture=redrawn(a_photo()), by=staff())
    let_go(community_id=BELL_TOWER, picture_id=picture.pk)

    assert erase_unused() == 1
    assert objects(bucket) == []


def test_doctor_tells_whether_the_storage_takes_pictures(bucket: Any) -> None:
    assert any("Pictures are kept in" in str(finding) and not finding.wrong for finding in doctor.findings())
    bucket.delete_bucket(Bucket=BUCKET)

    assert any("Pictures cannot be kept in" in str(finding) and finding.wrong for finding in doctor.findings())


def test_doctor_tells_of_a_folder_that_cannot_be_written() -> None:
    backend = {**settings.STORAGES["pictures"], "OPTIONS": {"location": "/proc/nowhere"}}
    with override_settings(STORAGES={**settings.STORAGES, "pictures": backend}):
        assert any("Pictures cannot be kept in" in str(finding) and finding.wrong for finding in doctor.findings())


def test_folder_gives_no_addresses() -> None:
    name = storages["pictures"].save("address", ContentFile(b""))
    with pytest.raises(ValueError, match="no address"):
        storages["pictures"].url(name)
    storages["pictures"].delete(name)


@pytest.mark.parametrize("missing", ["LINLI_S3_ACCESS_KEY", "LINLI_S3_SECRET_KEY"])
def test_bucket_needs_its_keys(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in {"LINLI_S3_ACCESS_KEY", "LINLI_S3_SECRET_KEY"} - {missing}:
        monkeypatch.setenv(name, "key")
    monkeypatch.setenv("LINLI_S3_BUCKET", BUCKET)
    with pytest.raises(SystemExit):
        env.load()

    assert missing in capsys.readouterr().err
