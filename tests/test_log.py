"""The log: one private file, made with the first record, and quiet libraries."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk import log


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Where the log goes while it is open; the loggers are put back as they were."""
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in log.TALKATIVE}
    level = root.level
    handler = log.start(tmp_path)
    yield tmp_path / "insdesk.log"
    log.stop(handler)
    root.setLevel(level)
    for name, one in before.items():
        logging.getLogger(name).setLevel(one)


def test_there_is_no_file_before_there_is_something_to_say(file):
    assert not file.exists()
    logging.getLogger("insdesk.essai").info("lane %s opened", "card")
    assert file.read_text(encoding="utf-8").endswith("INFO insdesk.essai lane card opened\n")


def test_every_file_of_the_log_is_private(file, monkeypatch):
    monkeypatch.setattr(log, "_MAX_BYTES", 200)
    for number in range(9):
        logging.getLogger("insdesk.essai").warning("record %d of a log that turns", number)
    kept = sorted(file.parent.iterdir())
    assert len(kept) == 4
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept} == {0o600}


def test_talkative_libraries_are_quiet(file):
    logging.getLogger("zeep.transports").warning("the whole message")
    logging.getLogger("insdesk.essai").debug("a detail")
    assert not file.exists()


def test_nothing_is_written_once_stopped(tmp_path):
    handler = log.start(tmp_path)
    log.stop(handler)
    logging.getLogger("insdesk.essai").warning("late")
    assert list(tmp_path.iterdir()) == []
