"""A passkey in software: makes the answers that a browser gives, and could be copied as hardware is not meant to be."""

import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class SoftPasskey:
    """`uses` is its own count, which a copy goes on with by itself."""

    origin: str
    credential_id: bytes = b"a passkey of the tests"
    uses: int = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def _said(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        told = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})

    def made(self, asked: str) -> str:
        """The answer to what `passkey_new` asks for."""
        options = json.loads(asked)["publicKey"]
        public = AttestedCredentialData.create(
            Aaguid.NONE, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        data = AuthenticatorData.create(
            sha256(options["rp"]["id"].encode()), FLAGS | AuthenticatorData.FLAG.AT, self.uses, public
        )
        return self._answer(
            clientDataJSON=self._said("webauthn.create", options),
            attestationObject=bytes(AttestationObject.create("none", data, {})),
        )

    def used(self, asked: str) -> str:
        """The answer to what the second step of signing in asks for."""
        options = json.loads(asked)["publicKey"]
        self.uses += 1
        data = AuthenticatorData.create(sha256(options["rpId"].encode()), FLAGS, self.uses)
        said = self._said("webauthn.get", options)
        signature = self.key.sign(data + sha256(said), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=bytes(data), signature=signature)
