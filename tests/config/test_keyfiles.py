"""Secrets are made once, whole, for their owner only."""

import multiprocessing
import stat
from pathlib import Path

import pytest

from linli.config import keyfiles


def test_secrets_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys"

    keyfiles.secret_key(keys)
    keyfiles.keyring(keys)

    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {0o600}
    assert sorted(path.name for path in keys.iterdir()) == ["keys.json", "secret_key"]


def test_a_second_start_keeps_the_secrets(tmp_path: Path) -> None:
    first = (keyfiles.secret_key(tmp_path), keyfiles.keyring(tmp_path))

    assert (keyfiles.secret_key(tmp_path), keyfiles.keyring(tmp_path)) == first


def _start(arguments: tuple[str, int]) -> tuple[str, bytes]:
    folder, _ = arguments
    return keyfiles.secret_key(Path(folder)), keyfiles.keyring(Path(folder)).index


def test_processes_that_start_together_agree_on_the_secrets(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        told = pool.map(_start, [(str(tmp_path / str(number // 4)), number) for number in range(40)], chunksize=1)

    for beginning in range(0, 40, 4):
        assert len(set(told[beginning : beginning + 4])) == 1
    assert not [path for path in tmp_path.rglob(".*") if path.is_file()]


def test_a_broken_keyring_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / keyfiles.KEYRING).write_text('{"current": "k1", "keys": {"k1": "c2hvcnQ="}, "index": "c2hvcnQ="}')

    with pytest.raises(ValueError, match="keyring"):
        keyfiles.keyring(tmp_path)
