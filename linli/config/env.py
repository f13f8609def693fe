"""What an office may set, from the environment and `.env`: one typed class, its mistakes told all at once.

`python -m linli.config.env` prints `.env.example`, which a test holds to this class.
"""

import dataclasses
import ipaddress
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import dj_database_url
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from linli.config.console import say

PREFIX = "LINLI_"
ENV_FILE = "LINLI_ENV_FILE"
"""Names another file than `.env`; empty for none. Read from the environment only."""


@dataclass(frozen=True, slots=True)
class Sms:
    """The text message service: empty `provider` for none. `templates`: the service's template per kind of text."""

    provider: str = ""
    key_id: str = ""
    secret: str = dataclasses.field(default="", repr=False)
    signature: str = ""
    templates: Mapping[str, str] = dataclasses.field(default_factory=dict)
    app_id: str = ""
    region: str = ""
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Weixin:
    """The sign-in by Weixin: empty `app_id` for none. Where Weixin answers is no setting: a secret goes there."""

    app_id: str = ""
    secret: str = dataclasses.field(default="", repr=False)
    scan_page: str = "https://open.weixin.qq.com/connect/qrconnect"
    api: str = "https://api.weixin.qq.com/sns"


def _templates(told: str) -> dict[str, str]:
    """`kind:template,kind:template` as a mapping. Raises ValueError."""
    pairs = [pair.split(":") for pair in told.replace(" ", "").split(",") if pair]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        raise ValueError(say("LINLI_SMS_TEMPLATES must be like sign_in_code:SMS_1,claim_code:SMS_2."))
    return dict(pairs)


class Settings(BaseSettings):
    """Everything an office may set. Each field is `LINLI_<NAME>`, but `DATABASE_URL` and `PORT`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data: Path = Field(Path("var"), description="Folder of the data: database, keys, files. Made at the first start.")
    keys: Path | None = Field(
        None,
        description="Folder of the secret keys, to keep them apart from the data. Default: keys/ in the data folder.",
    )
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("DATABASE_URL", "database_url"),
        description="postgres://user:password@host:5432/name, or empty for SQLite in the data folder.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on. 0.0.0.0 for every network card.")
    port: int = Field(
        8000, ge=1, le=65535, validation_alias=AliasChoices("PORT", "port"), description="Port the server listens on."
    )
    public_url: str = Field(
        "",
        description="Address as phones open it, for links and QR codes: https://linli.example.cn. Default: host, port.",
    )
    allowed_hosts: str = Field(
        "", description="Further host names the site answers to, with commas between. The public address is always one."
    )
    https: bool = Field(
        False,
        description="Behind a proxy that speaks HTTPS: cookies over HTTPS only, HSTS, X-Forwarded-Proto believed.",
    )
    proxies: int = Field(
        0, ge=0, le=5, description="How many proxies of your own stand in front, each adding to X-Forwarded-For."
    )
    demo: bool = Field(False, description="The demo: invented people, /demo and the outbox page. Never with real data.")
    workers: int = Field(0, ge=0, le=64, description="Server processes. 0 for one per core.")
    threads: int = Field(3, ge=1, le=32, description="Threads in each server process.")
    email_host: str = Field(
        "", description="SMTP server. Empty: no e-mail is sent; the desk's list of texts to pass on always works."
    )
    email_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server.")
    email_security: Literal["starttls", "tls", "none"] = Field("starttls", description="starttls, tls or none.")
    email_user: str = Field("", description="User at the SMTP server.")
    email_password: SecretStr = Field(SecretStr(""), description="Password at the SMTP server.")
    email_from: str = Field("", description="Sender of e-mails, like linli@example.cn.")
    sms_provider: Literal["", "aliyun", "tencent"] = Field(
        "", description="Text message service: aliyun or tencent (needs the extra of that name). Empty: none."
    )
    sms_key_id: str = Field("", description="AccessKey id at Aliyun, SecretId at Tencent Cloud.")
    sms_key_secret: SecretStr = Field(SecretStr(""), description="AccessKey secret at Aliyun, SecretKey at Tencent.")
    sms_signature: str = Field("", description="Signature that the service approved, without 【】.")
    sms_templates: str = Field(
        "",
        description="Approved template per kind of text: sign_in_code:SMS_1,claim_code:SMS_2 (docs/howto/channels.md).",
    )
    sms_app_id: str = Field("", description="SdkAppId, for Tencent Cloud only.")
    sms_region: str = Field("", description="Region, for Tencent Cloud only. Default: ap-guangzhou.")
    sms_endpoint: str = Field("", description="Other address of the service, like https://dysmsapi.aliyuncs.com.")
    weixin_app_id: str = Field(
        "",
        description="AppID of a website at open.weixin.qq.com, to sign in by it (docs/howto/sign-in.md). Empty: none.",
    )
    weixin_secret: SecretStr = Field(SecretStr(""), description="AppSecret of the same website.")
    private_webhooks: bool = Field(
        False,
        description="Offices' channels and webhooks may also go inside the house's own network, and over http.",
    )

    s3_bucket: str = Field(
        "", description="Bucket for pictures, where several machines serve. Empty: pictures/ in the data folder."
    )
    s3_endpoint: str = Field("", description="Address of an S3-compatible storage. Empty: Amazon's own.")
    s3_region: str = Field("", description="Region of the bucket, where its storage has some.")
    s3_access_key: SecretStr = Field(SecretStr(""), description="Access key of the storage.")
    s3_secret_key: SecretStr = Field(SecretStr(""), description="Secret key of the storage.")

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, url: str) -> str:
        if not url:
            return url
        scheme = urlsplit(url).scheme
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ValueError(say("DATABASE_URL must begin with sqlite:/// or postgres://."))
        try:
            dj_database_url.parse(url)
        except ValueError:
            raise ValueError(say("DATABASE_URL cannot be read: are user, password and port written right?")) from None
        return url

    @field_validator("public_url")
    @classmethod
    def _public_url_is_whole(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError(say("LINLI_PUBLIC_URL must be a whole address like https://linli.example.cn."))
        if url and (parts.path.strip("/") or parts.query or parts.fragment):
            raise ValueError(say("LINLI_PUBLIC_URL must end after the host name: the site needs a host of its own."))
        return url.rstrip("/")

    @field_validator("sms_templates")
    @classmethod
    def _templates_are_pairs(cls, told: str) -> str:
        _templates(told)
        return told

    @field_validator("sms_endpoint")
    @classmethod
    def _endpoint_is_whole(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
            raise ValueError(say("LINLI_SMS_ENDPOINT must be a whole address like https://dysmsapi.aliyuncs.com."))
        return url

    @model_validator(mode="after")
    def _sms_is_whole(self) -> "Settings":
        needed = ["sms_key_id", "sms_key_secret", "sms_signature", "sms_templates"]
        needed += ["sms_app_id"] if self.sms_provider == "tencent" else []
        lacking = [variable(name) for name in needed if not _plain(getattr(self, name))] if self.sms_provider else []
        if lacking:
            text = say("LINLI_SMS_PROVIDER is set, so these must be set as well: {names}.")
            raise ValueError(text.format(names=", ".join(lacking)))
        return self

    @model_validator(mode="after")
    def _parts_fit(self) -> "Settings":
        if self.email_host and not self.email_from:
            raise ValueError(say("LINLI_EMAIL_HOST is set, so LINLI_EMAIL_FROM must be set as well."))
        if self.s3_bucket and not (self.s3_access_key.get_secret_value() and self.s3_secret_key.get_secret_value()):
            raise ValueError(say("LINLI_S3_BUCKET is set, so LINLI_S3_ACCESS_KEY and LINLI_S3_SECRET_KEY must be too."))
        if bool(self.weixin_app_id) != bool(self.weixin_secret.get_secret_value()):
            raise ValueError(say("LINLI_WEIXIN_APP_ID and LINLI_WEIXIN_SECRET belong together: set both or neither."))
        if self.https and self.public_url.startswith("http://"):
            raise ValueError(say("LINLI_HTTPS is on, so LINLI_PUBLIC_URL must begin with https://."))
        if self.demo and self.https:
            raise ValueError(say("LINLI_DEMO and LINLI_HTTPS are both on: in the demo anyone may be anyone."))
        return self

    @property
    def base_url(self) -> str:
        """The address links and QR codes are made with, without a slash at its end."""
        if self.public_url:
            return self.public_url
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  # -- compared, not bound
        return f"http://{host}:{self.port}"

    @property
    def hosts(self) -> list[str]:
        """Host names the site answers to."""
        own = urlsplit(self.base_url).hostname or "localhost"
        further = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        return list(dict.fromkeys([own, "localhost", "127.0.0.1", "[::1]", *further]))

    @property
    def sms(self) -> Sms:
        """The text message service as one."""
        return Sms(
            provider=self.sms_provider,
            key_id=self.sms_key_id,
            secret=self.sms_key_secret.get_secret_value(),
            signature=self.sms_signature,
            templates=_templates(self.sms_templates),
            app_id=self.sms_app_id,
            region=self.sms_region,
            endpoint=self.sms_endpoint,
        )

    @property
    def weixin(self) -> Weixin:
        """The sign-in by Weixin as one."""
        return Weixin(app_id=self.weixin_app_id, secret=self.weixin_secret.get_secret_value())

    @property
    def data_folder(self) -> Path:
        return self.data.expanduser().resolve()

    @property
    def key_folder(self) -> Path:
        return self.keys.expanduser().resolve() if self.keys else self.data_folder / "keys"

    def reachable_from_phones(self) -> bool:
        """Whether a phone in a WeChat group can open the public address: not on a loopback or private one."""
        host = urlsplit(self.base_url).hostname or "localhost"
        try:
            return ipaddress.ip_address(host).is_global
        except ValueError:
            return "." in host and not host.endswith((".local", ".lan", ".localhost"))


def _reason(error: ErrorDetails, name: str) -> str:
    """What is wrong with the setting `name`, as a sentence. Never its value: it may be a password."""
    context: dict[str, Any] = error.get("ctx", {})
    told = {
        "int_parsing": lambda: say("{name} must be a whole number.").format(name=name),
        "bool_parsing": lambda: say("{name} must be yes or no (1 or 0, true or false).").format(name=name),
        "literal_error": lambda: say("{name} must be {expected}.").format(name=name, expected=context["expected"]),
        "greater_than_equal": lambda: say("{name} must be {least} or more.").format(name=name, least=context["ge"]),
        "less_than_equal": lambda: say("{name} must be {most} or less.").format(name=name, most=context["le"]),
        "value_error": lambda: str(context["error"]),
    }
    return told.get(error["type"], lambda: say("{name} cannot be used.").format(name=name))()


def variable(field: str) -> str:
    """The name a field has in the environment."""
    return {"database_url": "DATABASE_URL", "port": "PORT"}.get(field, PREFIX + field.upper())


def sentences(error: ValidationError) -> list[str]:
    """Each mistake as a sentence."""
    details = error.errors(include_url=False)
    return [_reason(detail, variable(str(detail["loc"][0]).lower() if detail["loc"] else "")) for detail in details]


def load() -> Settings:
    """The settings as the environment and `.env` have them. Where there are mistakes, prints all and leaves with 2."""
    file = os.environ.get(ENV_FILE, ".env") or None
    try:
        return Settings(_env_file=file)  # type: ignore[call-arg]  # -- an argument that pydantic-settings adds
    except ValidationError as error:
        lines = [say("These settings cannot be used:"), *(f"  - {line}" for line in sentences(error))]
        lines.append(say("Mend them in the environment or in .env; .env.example lists all."))
        print("\n".join(lines), file=sys.stderr)
        raise SystemExit(2) from None


@lru_cache(maxsize=1)
def current() -> Settings:
    """The settings of this process, read once."""
    return load()


def _plain(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return "1" if value else "0"
    return "" if value is None else str(value)


def example() -> Iterator[str]:
    """The lines of `.env.example`."""
    yield "# Settings of Linli. Copy to .env and change what you need; every line may be left out."
    yield "# Made by `python -m linli.config.env`; change linli/config/env.py, not this file."
    for name, field in Settings.model_fields.items():
        yield ""
        yield f"# {field.description}"
        yield f"#{variable(name)}={_plain(field.default)}"


if __name__ == "__main__":
    print("\n".join(example()))
