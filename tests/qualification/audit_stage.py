"""The desk of the journeys of the journal: its INSi tells each call, as the real one does."""

from __future__ import annotations

from typing import Any

from desk_stage import Stage, a_stage, known_elodie

from builders import NOW, a_control, a_retrieval, some_traits
from insdesk.app.build import call_events
from insdesk.errors import InsdeskError
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment, InsiAnswer, Operation
from insdesk.insi.client import CallFact

TRAITS = some_traits().without_typed()


def audit_stage() -> Stage:
    """A desk whose INSi tells each of its calls, as the real one does."""
    stage = a_stage()
    usual = stage.insi._reply

    def told(question: Any, operation: Operation) -> InsiAnswer:
        def tell(code: str) -> None:
            fact = CallFact(
                operation=operation,
                environment=Environment.DECOUVERTE,
                message_id="uuid:00000000-0000-4000-8000-000000000001",
                attempt=1,
                of=1,
                started_at=NOW,
                duration_ms=12,
                result=code,
                criteria=("nomNaissance", "sexe"),
                answer_sha256="0" * 64,
            )
            stage.desk.journal_call(*call_events(fact))

        try:
            answer = usual(question, operation)
        except InsdeskError as problem:
            tell(type(problem).__name__)
            raise
        tell("00")
        return answer

    stage.insi._reply = told  # type: ignore[method-assign]
    return stage


def qualified(**changes: Any) -> Patient:
    """Élodie, qualified, with all her given names."""
    usual: dict[str, Any] = {
        "traits": TRAITS,
        "retrieval": a_retrieval(),
        "control": a_control(snapshot=TRAITS),
    }
    return known_elodie(**usual | changes)
