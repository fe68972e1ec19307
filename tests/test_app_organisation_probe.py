"""The diagnostic says whether the certificate of a structure is there: no password, no path."""

from __future__ import annotations

from pathlib import Path

import pytest

from insdesk.app import network_probes
from insdesk.app.network_probes import NO_ANCHOR, NetworkProbes
from insdesk.identity.readings import Environment
from insdesk.qualification.diagnosis import Check, Health
from insdesk.settings import Settings


def probes(file: Path | None, **more: str) -> NetworkProbes:
    declared = str(file) if file else ""
    return NetworkProbes(
        Settings(organisation_certificate=declared, **more),  # type: ignore[arg-type]
        Environment.ESSAI,
    )


def test_without_one_nothing_is_said() -> None:
    assert probes(None).server()[:2] == (Health.UNKNOWN, NO_ANCHOR)


@pytest.mark.parametrize(
    ("content", "health", "words"),
    [
        (b"\x30\x80\x02\x01\x03\x30", Health.UNKNOWN, "présent"),
        (b"Bonjour", Health.WATCH, "fichier qui n'est pas un certificat avec sa clé"),
        (None, Health.WATCH, "fichier absent"),
    ],
)
def test_it_is_there_or_not(
    content: bytes | None, health: Health, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "structure.p12"
    if content is not None:
        file.write_bytes(content)
    said = probes(file).server()
    assert said[:2] == (health, f"{NO_ANCHOR} ; certificat de structure : {words}")
    assert said[2]
    assert str(tmp_path) not in " ".join(said[1:])


def test_a_server_that_is_not_recognised_stays_the_worst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_probes, "system_proxies", lambda _address: {})
    said = probes(tmp_path / "absent.p12", insi_ca_bundle=str(tmp_path / "absent.pem")).server()
    assert said[0] is Health.BAD
    assert said[1] == "non reconnu ; certificat de structure : fichier absent"
    assert "déchiffre" in said[2]


def test_the_checks_stay_twelve() -> None:
    assert len(Check) == 12
