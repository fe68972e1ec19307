"""A SoftHSM token behind the shim, as the CPS library of a test: real PKCS#11, own process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from insdesk.cards.cryptolib import CryptolibCps
from insdesk.cards.cryptolib.process import command

HERE = Path(__file__).resolve().parent
SOFTHSM = next(
    (
        path
        for path in (
            Path("/usr/lib/softhsm/libsofthsm2.so"),
            Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
        )
        if path.exists()
    ),
    None,
)
CODE = "1234"


def missing() -> str:
    """What this machine lacks for a token, empty when nothing."""
    if SOFTHSM is None or shutil.which("softhsm2-util") is None:
        return "SoftHSM is not installed"
    header = Path("/usr/include/p11-kit-1/p11-kit/pkcs11.h")
    return "" if shutil.which("gcc") and header.exists() else "gcc or libp11-kit-dev is missing"


@dataclass(frozen=True)
class TestCard:
    """One token and the folder by which the shim is told how to behave."""

    __test__ = False
    library: Path
    folder: Path

    def told(self, name: str, on: bool = True) -> None:
        """Make the shim do `name` (removed, crash, hang, noise, keypad…), or no longer."""
        path = self.folder / name
        path.touch() if on else path.unlink(missing_ok=True)

    @property
    def logins(self) -> int:
        """How many times a code reached the module."""
        path = self.folder / "logins"
        return len(path.read_bytes()) if path.exists() else 0

    @property
    def sessions(self) -> tuple[int, int]:
        """Sessions open in the last process of the library, and the most one process ever had."""
        now, most = (self.folder / "sessions").read_text("ascii").split()
        return int(now), int(most)

    def module(self, **limits: float) -> CryptolibCps:
        """A new process on this card."""
        return CryptolibCps(self.library, program=command(self.library), **limits)


def build_shim(folder: Path) -> Path:
    """Compile the shim. Raises `CalledProcessError`."""
    library = folder / "cps_shim.so"
    source = str(HERE / "cps_shim.c")
    flags = ["-Wall", "-Werror", "-shared", "-fPIC", "-I/usr/include/p11-kit-1"]
    subprocess.run(["gcc", *flags, "-o", str(library), source, "-ldl"], check=True)
    return library


def make_token(folder: Path, kind: int = 0, **own: object) -> Path:
    """A token of card kind `kind` below `folder`; returns its SoftHSM configuration.

    `own`: what else this card has of its own (`make_cps_token.Card`).
    """
    (folder / "tokens").mkdir(parents=True)
    conf = folder / "softhsm.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    environment = {**os.environ, "SOFTHSM2_CONF": str(conf)}
    begin = ["softhsm2-util", "--init-token", "--free", "--label", "CPS-TEST"]
    codes = ["--so-pin", "12345678", "--pin", CODE]
    quiet = {"check": True, "capture_output": True, "env": environment}
    subprocess.run([*begin, *codes], **quiet)
    maker = [
        sys.executable,
        str(HERE / "make_cps_token.py"),
        str(SOFTHSM),
        json.dumps({"kind": kind, **own}),
    ]
    subprocess.run(maker, **quiet)
    return conf


def card_at(monkeypatch: pytest.MonkeyPatch, shim: Path, conf: Path, folder: Path) -> TestCard:
    """The token of `conf` behind the shim, in the environment that children inherit."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    monkeypatch.setenv("CPS_SHIM_DIR", str(folder))
    monkeypatch.setenv("CPS_SHIM_REAL", str(SOFTHSM))
    return TestCard(shim, folder)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, compiled once."""
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def conf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The token of a CPS, made once: what happens to it is told by the folder of each test."""
    return make_token(tmp_path_factory.mktemp("hsm"))


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch, shim: Path, conf: Path, tmp_path: Path) -> TestCard:
    """That token as nobody used it yet."""
    return card_at(monkeypatch, shim, conf, tmp_path / "told")


@pytest.fixture
def cps(card: TestCard) -> Iterator[CryptolibCps]:
    """Its library in a process of its own, ended with the test."""
    module = card.module()
    yield module
    module.close()
