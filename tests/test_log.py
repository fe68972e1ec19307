"""The log: one private file, made with the first record, and quiet libraries."""

from __future__ import annotations

import errno
import gc
import io
import logging
import stat
import sys
import threading
import warnings
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


WORDS = "DURANVAL"


def raised() -> None:
    try:
        int(WORDS)
    except ValueError as problem:
        raise KeyError(WORDS) from problem


def test_of_an_exception_its_kind_and_way_are_written_never_its_words(file):
    try:
        raised()
    except KeyError:
        logging.getLogger("insdesk.essai").exception("the work of a lane failed", stack_info=True)
    written = file.read_text(encoding="utf-8")
    assert "KeyError by" in written
    assert "ValueError by" in written
    assert "test_log.py" in written
    assert "raised" in written
    assert WORDS not in written


def test_another_handler_has_not_spoilt_it(file):
    """`logging` keeps the text of an exception on the record once a first handler made it."""
    usual = logging.StreamHandler(io.StringIO())
    root = logging.getLogger()
    root.handlers.insert(0, usual)
    try:
        raised()
    except KeyError:
        logging.getLogger("insdesk.essai").exception("failed")
    finally:
        root.removeHandler(usual)
    assert WORDS in usual.stream.getvalue()
    assert WORDS not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*log.TALKATIVE, "zeep.transports", "PIL", "insdeskette", "root"])
def test_of_a_library_only_that_it_spoke_is_written(file, name):
    """Even when somebody opened every logger."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.error("%s sent to %s", WORDS, "INSi")
    logger.debug(WORDS, exc_info=ValueError(WORDS))
    logger.setLevel(level)
    written = file.read_text(encoding="utf-8")
    assert f"{name} a library spoke at test_log:" in written
    assert WORDS not in written
    assert "INSi" not in written


def test_a_thread_that_dies_is_told_without_its_words(file, capfd):
    thread = threading.Thread(target=raised)
    thread.start()
    thread.join()
    assert "defect KeyError in a thread" in file.read_text(encoding="utf-8")
    assert WORDS not in file.read_text(encoding="utf-8")
    assert capfd.readouterr().err == ""


def test_a_finalizer_that_fails_is_told_without_its_words(file, capfd):
    class Held:
        def __del__(self) -> None:
            raised()

    Held()
    gc.collect()
    assert "defect KeyError in a finalizer" in file.read_text(encoding="utf-8")
    assert WORDS not in file.read_text(encoding="utf-8") + capfd.readouterr().err


def test_a_warning_is_told_without_its_words(file, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = log._warned
        warnings.warn(WORDS, UserWarning, stacklevel=1)
    assert "UserWarning at test_log.py:" in file.read_text(encoding="utf-8")
    assert WORDS not in file.read_text(encoding="utf-8") + capfd.readouterr().err


def test_a_log_that_cannot_be_opened_breaks_nothing(file, capfd):
    file.parent.rename(file.parent.with_name("away"))
    logging.getLogger("insdesk.essai").info("INSi answered %s", WORDS)
    file.parent.mkdir()
    logging.getLogger("insdesk.essai").info("the folder is back")
    assert file.read_text(encoding="utf-8").endswith("the folder is back\n")
    assert capfd.readouterr().err == ""


class Full(io.StringIO):
    """A disk without room."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "no room")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "no room")


def test_a_log_that_cannot_be_written_says_nothing_elsewhere(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(logging.FileHandler, "_open", lambda _self: Full())
    monkeypatch.setattr("os.chmod", lambda *_: None)
    handler = log.start(tmp_path)
    logging.getLogger("insdesk.essai").info("INSi answered %s", WORDS)
    log.stop(handler)
    assert capfd.readouterr().err == ""


def test_a_line_that_cannot_be_made_says_nothing_elsewhere(tmp_path, capfd):
    handler = log.start(tmp_path)
    handler.handle(logging.makeLogRecord({"name": "insdesk", "msg": "%d", "args": (WORDS,)}))
    log.stop(handler)
    assert capfd.readouterr().err == ""
    assert (tmp_path / "insdesk.log").read_text(encoding="utf-8") == ""


def test_a_thread_that_leaves_is_no_defect(file):
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert not file.exists()


def test_every_hook_is_given_back(tmp_path):
    before = threading.excepthook, sys.unraisablehook, warnings.showwarning
    handler = log.start(tmp_path)
    assert threading.excepthook is not before[0]
    log.stop(handler)
    assert (threading.excepthook, sys.unraisablehook, warnings.showwarning) == before
