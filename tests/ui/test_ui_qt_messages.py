"""What Qt says goes to the log by its kind and place: its words may quote a widget."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLoggingCategory, qCWarning, qInstallMessageHandler, qWarning

from insdesk.ui import qt_messages


@pytest.fixture
def kept() -> Iterator[None]:
    former = qt_messages.start()
    yield
    qt_messages.stop(former)


@pytest.mark.usefixtures("kept")
def test_the_words_of_qt_are_not_kept(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    qWarning("QLabel: DURANVAL does not fit")
    qCWarning(QLoggingCategory("qt.accessibility"), "name=DURANVAL")
    assert [one.levelname for one in caplog.records] == ["WARNING", "WARNING"]
    assert "Qt QtWarningMsg, qt.accessibility at" in caplog.text
    printed = capfd.readouterr()
    assert "DURANVAL" not in caplog.text + printed.out + printed.err


def test_the_handler_that_was_there_is_given_back() -> None:
    heard: list[str] = []
    outer = qInstallMessageHandler(lambda _kind, _context, words: heard.append(words))
    try:
        qt_messages.stop(qt_messages.start())
        qWarning("told as before")
    finally:
        qInstallMessageHandler(outer)
    assert heard == ["told as before"]
