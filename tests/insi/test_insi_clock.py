"""The gap of the clocks: by answer, never an exception, about the clock only when it explains."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from insi_servers import Handler, Pki

from insdesk.errors import InsiAccessDenied, InsiClockWrong, InsiFault
from insdesk.identity.readings import Found, NotFound
from insdesk.insi.client import InsiClient
from insdesk.insi.clock import CLOCK_LIMIT, gap_by, gap_of
from insdesk.insi.transport import SecurePost
from insdesk.ui.texts import error_text

NOW = datetime(2026, 1, 31, 8, 5, 9, tzinfo=UTC)
HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}


def dated(gap: timedelta, now: datetime = NOW) -> str:
    return format_datetime(now - gap, usegmt=True)


@pytest.mark.parametrize("seconds", [-7200, -121, -1, 0, 1, 121, 7200])
def test_how_far_ahead_this_clock_is(seconds: int) -> None:
    assert gap_of(dated(timedelta(seconds=seconds)), NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "date",
    [
        "",
        " ",
        "hier",
        "Mon, 99 Foo 2026 10:00:00 GMT",
        "Mon, 01 Jan 2026 10:00:00 +" + "9" * 30,
        "Mon, 01 Jan " + "9" * 5000 + " 10:00:00 GMT",
        "Sat, 31 Jan 2026 08:05:09 -0000",
        "\x00",
    ],
)
def test_a_date_that_is_none_measures_nothing(date: str) -> None:
    assert gap_of(date, NOW) is None


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z][a-z]{2}, \d+ Jan \d+ \d+:\d+ [+-]\d+"))
)
def test_no_date_ever_raises(date: str) -> None:
    gap_of(date, NOW)


def test_an_answer_that_was_kept_on_the_way_tells_nothing() -> None:
    old = {"Date": dated(timedelta(hours=3))}
    assert gap_by(old, NOW) == timedelta(hours=3)
    assert gap_by({**old, "Age": "10800"}, NOW) is None
    assert gap_by({}, NOW) is None


def test_the_gap_is_that_of_the_last_answer(pki: Pki, serve: Any) -> None:
    dates = iter([timedelta(minutes=7), None])

    def answer(handler: Handler) -> None:
        gap = next(dates)
        handler.send_response_only(200)
        if gap is not None:
            handler.send_header("Date", dated(gap, datetime.now(UTC)))
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server = serve(answer, pki.context(["127.0.0.1"]))
    with SecurePost(ca_bundle=pki.ca, timeout=(5, 5)) as post:
        post(server.address, HEADERS, b"<a/>")
        assert post.clock_gap is not None
        post(server.address, HEADERS, b"<a/>")
        assert post.clock_gap is None


class DatedPost:
    """A way to INSi that answers the same, and knows the gap of the clocks."""

    def __init__(self, status: int, body: bytes, gap: timedelta) -> None:
        self.said, self.clock_gap = (status, body), gap

    def __call__(self, *_: object) -> tuple[int, bytes]:
        return self.said


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(minutes=7), "avance de 7 min"),
        (timedelta(minutes=-7), "retarde de 7 min"),
        (timedelta(hours=2, seconds=1), "avance de 120 min"),
        (CLOCK_LIMIT + timedelta(seconds=5), "avance de 2 min"),
    ],
)
@pytest.mark.parametrize("code", ["desir_999", "insi_999"])
def test_a_refusal_says_how_far_and_which_way(
    gap: timedelta, words: str, code: str, wire: Any, a_traits: Callable[..., Any]
) -> None:
    body = wire.fault(code, role="Sender", subcode="siram_100", message_id="uuid:1")
    with pytest.raises(InsiClockWrong) as caught:
        InsiClient(DatedPost(500, body, gap)).search_by_traits(a_traits())
    card = error_text(caught.value)
    assert (card.id, words in card.explanation, "-" in card.explanation) == ("E-NET-3", True, False)
    assert (caught.value.code, caught.value.severity) == (code, "fatal")
    assert (caught.value.message_id, caught.value.user_text) == (
        "uuid:1",
        "phrase pour la personne",
    )


@pytest.mark.parametrize("gap", [CLOCK_LIMIT, -CLOCK_LIMIT])
@pytest.mark.parametrize(("code", "leaf"), [("desir_550", InsiAccessDenied), ("zz_1", InsiFault)])
def test_within_the_limit_the_refusal_stays_itself(
    gap: timedelta, code: str, leaf: type[Exception], wire: Any, a_traits: Callable[..., Any]
) -> None:
    body = wire.fault(code, role="Sender", subcode=None)
    with pytest.raises(leaf):
        InsiClient(DatedPost(500, body, gap)).search_by_traits(a_traits())


@pytest.mark.parametrize("gap", [timedelta(days=400), timedelta(days=-400)])
def test_a_wrong_clock_spoils_no_answer(
    gap: timedelta, wire: Any, a_traits: Callable[..., Any]
) -> None:
    for body, kind in ((wire.found(), Found), (wire.code("01"), NotFound)):
        answer = InsiClient(DatedPost(200, body, gap)).search_by_traits(a_traits())
        assert isinstance(answer, kind)
