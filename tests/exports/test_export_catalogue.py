"""The formats as the use cases see them, and the file that reaches the disk."""

from __future__ import annotations

import errno
import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from export_patients import a_child, a_corsican, a_real_patient

from insdesk.errors import ExportIncomplete, ExportRefused
from insdesk.exports import Context, Exports, csv, datamatrix, fhir
from insdesk.exports.catalogue import FORMATS, Format
from insdesk.identity.handover import ExportFile
from insdesk.identity.readings import Environment
from insdesk.qualification.ports import ExportFile as PortExportFile
from insdesk.qualification.ports import ExportsPort

DISCOVERY = Context.example()
PRODUCTION = replace(DISCOVERY, environment=Environment.PRODUCTION)
FILE = ExportFile(content=b"contenu", suffix="-FICTIF.csv", with_ins=True)


@pytest.fixture
def exports() -> ExportsPort:
    return Exports(lambda: DISCOVERY)


def test_the_port_is_fitted(exports: ExportsPort) -> None:
    assert PortExportFile is ExportFile
    assert isinstance(exports.render([a_child()], "csv"), ExportFile)


def test_every_format_has_one_sentence(exports: ExportsPort) -> None:
    assert list(exports.formats()) == ["fhir", "datamatrix", "csv"]
    for sentence in exports.formats().values():
        assert sentence.endswith(".")
        assert 20 < len(sentence) < 100


@pytest.mark.parametrize(
    ("fmt", "extension", "render"),
    [
        ("fhir", ".json", fhir.render),
        ("datamatrix", ".png", datamatrix.render),
        ("csv", ".csv", csv.render),
    ],
)
def test_one_patient_and_the_mark_in_the_name(fmt: str, extension: str, render: object) -> None:
    file = Exports(lambda: DISCOVERY).render([a_child()], fmt)
    assert file.content == render(a_child(), DISCOVERY)  # type: ignore[operator]
    assert (file.suffix, file.with_ins) == (f"-FICTIF{extension}", True)
    real = Exports(lambda: PRODUCTION).render((a_real_patient(),), fmt)
    assert real.suffix == extension


def test_several_patients_in_one_file(exports: ExportsPort) -> None:
    people = [a_child(), a_corsican()]
    assert exports.render(people, "csv").content == csv.render_all(people, DISCOVERY)
    assert len(json.loads(exports.render(people, "fhir").content)["entry"]) == 2


@pytest.mark.parametrize(
    ("count", "fmt", "rule"),
    [
        (1, "papyrus", "FORMAT_INCONNU"),
        (0, "csv", "AUCUNE_IDENTITE"),
        (2, "datamatrix", "UNE_SEULE_IDENTITE"),
    ],
)
def test_a_request_that_makes_no_file(
    exports: ExportsPort, count: int, fmt: str, rule: str
) -> None:
    with pytest.raises(ExportRefused) as caught:
        exports.render([a_child()] * count, fmt)
    assert caught.value.rule == rule


def test_the_context_is_asked_each_time() -> None:
    versions = iter(["2.2.0", "2.1.0"])
    exports = Exports(lambda: replace(DISCOVERY, fhir_version=next(versions)))
    first, second = (exports.render([a_child()], "fhir").content for _ in range(2))
    assert (b"QUAL" in first, b"VALI" in second) == (True, True)


def test_a_format_is_one_row() -> None:
    added = Format(sentence="Autre.", extension=".txt", render=lambda _one, _context: b"x")
    exports = Exports(lambda: DISCOVERY, {**FORMATS, "autre": added})
    assert exports.formats()["autre"] == "Autre."
    assert exports.render([a_child()], "autre").content == b"x"


def test_a_written_file_is_whole_and_private(exports: ExportsPort, tmp_path: Path) -> None:
    target = tmp_path / "insdesk_csv_0001-FICTIF.csv"
    exports.write(FILE, target)
    assert target.read_bytes() == b"contenu"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("earlier", [None, b"avant"])
def test_a_failed_write_leaves_nothing(
    exports: ExportsPort,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    earlier: bytes | None,
) -> None:
    target = tmp_path / "export.csv"
    if earlier:
        target.write_bytes(earlier)

    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, call, full)
    if call == "replace":
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ExportIncomplete) as caught:
        exports.write(FILE, target)
    assert isinstance(caught.value.__cause__, OSError)
    assert "contenu" not in str(caught.value)
    left = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert left == ({"export.csv": earlier} if earlier else {})


def test_a_folder_that_is_not_there(exports: ExportsPort, tmp_path: Path) -> None:
    with pytest.raises(ExportIncomplete):
        exports.write(FILE, tmp_path / "absent" / "export.csv")
    assert list(tmp_path.iterdir()) == []


def test_a_file_never_shows_its_content() -> None:
    assert "contenu" not in repr(FILE)
