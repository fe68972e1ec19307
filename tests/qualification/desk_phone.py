"""A telephone before the scanner of the desk, and the way the desk refuses it."""

from __future__ import annotations

import pytest
from desk_stage import Stage

from builders import an_app_reading
from insdesk.errors import Refused
from insdesk.qualification.steps import Run


def scanned(stage: Stage, **said: object) -> Run:
    stage.phone.says = an_app_reading(**said)  # type: ignore[arg-type]
    return stage.desk.recognise_app(stage.desk.read_app())


def refused(stage: Stage, run: Run) -> Refused:
    """`qualify_by_app` refuses by itself; nothing is filed."""
    before = len(stage.patients.filings), dict(stage.patients.stored)
    with pytest.raises(Refused) as caught:
        stage.desk.qualify_by_app(run)
    assert (len(stage.patients.filings), stage.patients.stored) == before
    first = stage.desk.app_refusals(run)
    assert not first or first[0].rule == caught.value.rule
    return caught.value
