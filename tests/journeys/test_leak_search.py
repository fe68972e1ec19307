"""The search itself: it finds a leak in each place and each disguise, and nothing where none is."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from journey_bench import ENVIRONMENT
from leak_bench import Scene
from leak_search import TYPED, bare, disguised, leaks, searched

from insdesk.app import window
from insdesk.qualification.diagnosis import Check, Finding, Health, report

NAME, NUMBER = "DURANVAL", "2850399999017"
SPACED = "2 85 03 99 999 017"
DISGUISES: dict[str, bytes] = {
    "in clear": NAME.encode(),
    "lower case, accents": "Elodié duranval".encode(),
    "latin-1": "Élodie DURANVAL é".encode("latin-1"),
    "utf-16": NAME.encode("utf-16-le"),
    "utf-16 with its mark": NAME.encode("utf-16"),
    "base64": base64.b64encode(f"nom={NAME};".encode()),
    "base64, one letter further": base64.b64encode(f"nom :{NAME};".encode()),
    "base64 for addresses": base64.urlsafe_b64encode(f"??>{NAME}~~".encode()),
    "base64 of utf-16": base64.b64encode(NAME.encode("utf-16-le")),
    "percent": quote("Filigrane-Fictif", safe="").replace("-", "%2D").encode(),
    "entities": b"Filigrane&#45;Fictif",
    "json": json.dumps("\u2009".join(NAME)).replace("\\u2009", "").encode(),
    "escaped": "".join(f"\\u{ord(one):04x}" for one in NAME).encode(),
    "hexadecimal": NAME.encode().hex().encode(),
    "hexadecimal in pairs": NAME.encode().hex(" ").encode(),
    "backwards": NAME[::-1].encode(),
    "number in groups": SPACED.encode(),
    "number with dots": SPACED.replace(" ", ".").encode(),
    "number with fine spaces": SPACED.replace(" ", "\u202f").encode(),
    "number among digits": f"9{NUMBER}44".encode(),
    "inside a word": f"x{NAME}x".encode(),
    "compressed": gzip.compress(NAME.encode()),
    "deflated": b"head" + zlib.compress(NAME.encode()),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_disguise_is_seen_through(disguise: str, tmp_path: Path) -> None:
    (tmp_path / "rapport.txt").write_bytes(b"ligne 1\n" + DISGUISES[disguise] + b"\nligne 3\n")
    with pytest.raises(AssertionError, match=r"in rapport\.txt"):
        searched(tmp_path, "base.db")


@pytest.mark.parametrize(
    "content",
    [
        b"insdesk 0.1.0, 2026-05-14 09:30:00,123 INFO lane card opened",
        b"a3f1c2d4-0000-4000-8000-00000000aaaa 7f3b2c",
        base64.b64encode(bytes(range(256)) * 40),
        bytes(range(256)) * 40,
        gzip.compress(b"rien"),
    ],
)
def test_what_is_nobodys_is_left_alone(content: bytes) -> None:
    assert disguised(content) == []


def test_a_name_within_the_name_of_a_file_is_found() -> None:
    for name in ("insdesk_fhir_Duranval_0001.json", "DURANVAL.pdf", "2850399999017.csv"):
        assert leaks(name), name
    assert leaks("insdesk_fhir_2026-05-14_0001.json") == []
    assert leaks("code_1234_x")
    assert bare(TYPED) == "filigrane-fictif"


Plant = Callable[[Scene], None]


def in_the_log(scene: Scene) -> None:
    logging.getLogger("insdesk.essai").info("patient %s", NAME)


def in_the_debug_of_a_line_of_ours(scene: Scene) -> None:
    logging.getLogger("insdesk.essai").debug("question %s", SPACED)


def in_a_file_name(scene: Scene) -> None:
    (scene.bench.places.home / f"export_{NAME}_1.tmp").touch()


def in_the_name_of_a_folder(scene: Scene) -> None:
    (scene.bench.places.home / NAME.lower()).mkdir()


def in_the_settings(scene: Scene) -> None:
    file = scene.bench.places.settings_file
    old = file.read_text("utf-8") if file.exists() else ""
    file.write_text(f'{old}\nlast_search = "{TYPED}"\n', encoding="utf-8")


def in_a_lock_file(scene: Scene) -> None:
    (scene.bench.places.home / "insdesk.lock").write_text(NUMBER)


def in_a_crash_report(scene: Scene) -> None:
    try:
        int(NAME)
    except ValueError as problem:
        (scene.bench.places.logs / "crash.txt").write_text(repr(problem))


def in_the_report_of_the_diagnostic(scene: Scene) -> None:
    one = Finding(check=Check.CPS, health=Health.GOOD, words=f"carte de {NAME}")
    (scene.bench.places.home / "insdesk_diagnostic.txt").write_text(report((one,), "1", "essai"))


def in_a_copy_of_the_base_elsewhere(scene: Scene) -> None:
    scene.bench.built.desk.todo_counts()
    copy = scene.bench.places.home / "copie.bin"
    copy.write_bytes(scene.bench.file.path.read_bytes())


@pytest.mark.parametrize(
    "plant",
    [
        in_the_log,
        in_the_debug_of_a_line_of_ours,
        in_a_file_name,
        in_the_name_of_a_folder,
        in_the_settings,
        in_a_lock_file,
        in_a_crash_report,
        in_the_report_of_the_diagnostic,
        in_a_copy_of_the_base_elsewhere,
    ],
)
def test_a_leak_planted_in_any_channel_is_found(scene: Scene, plant: Plant) -> None:
    home, base = scene.bench.places.home, scene.bench.file.path.name
    assert base == scene.bench.places.database(ENVIRONMENT).name
    searched(home, base)
    plant(scene)
    with pytest.raises(AssertionError, match="in "):
        searched(home, base)


def test_a_defect_with_a_person_in_its_words_leaves_none(scene: Scene) -> None:
    """A crash of the window, of a thread, of a library: all of them speak of somebody."""
    try:
        {}[f"{NAME} {NUMBER}"]
    except KeyError as problem:
        window._excepthook(type(problem), problem, problem.__traceback__)
        logging.getLogger("insdesk.essai").exception("the work of a lane failed")
        logging.getLogger("zeep.transports").exception("<Envelope>%s</Envelope>", NAME)
        logging.getLogger("asyncio").exception("Task %s failed", NAME)
        sys.unraisablehook(
            type(
                "Args",
                (),
                {
                    "exc_type": KeyError,
                    "exc_value": problem,
                    "exc_traceback": None,
                    "object": NAME,
                    "err_msg": NAME,
                },
            )
        )
    written = (scene.bench.places.logs / "insdesk.log").read_text(encoding="utf-8")
    assert written.count("KeyError") >= 4
    assert "zeep.transports a library spoke" in written
    assert searched(scene.bench.places.home, scene.bench.file.path.name) >= 1
