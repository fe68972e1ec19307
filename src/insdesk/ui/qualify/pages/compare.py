"""S04 and S05: the call in progress, then the comparison, the control and the qualification."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from insdesk.identity.patient import Status
from insdesk.qualification.steps import Run, Step, next_step
from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.badge import StatusBadge
from insdesk.ui.parts.busy import BusyPanel
from insdesk.ui.parts.buttons import plain_button, primary_button
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.parts.trait_table import TraitTable
from insdesk.ui.qualify.face import Page, clear, name_widgets, scrolled
from insdesk.ui.qualify.pages.attestation import ADVICE
from insdesk.ui.qualify.pages.banners import Banner, gone, how_found, used_names, warnings_of
from insdesk.ui.qualify.pages.choices import greyed
from insdesk.ui.qualify.pages.later import weigh_later, weigh_rules
from insdesk.ui.qualify.pages.proof import ProofPanel
from insdesk.ui.qualify.pages.rows import empty, lines_of, warming
from insdesk.ui.qualify.passes import Work
from insdesk.ui.texts.rules import refusal_sentence
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.rules import Refusal
    from insdesk.ui.qualify.conductor import Conductor

DECLARES = (
    "Confirmer déclare que les cinq traits ont été lus sur la pièce. La pièce n’est pas "
    "enregistrée, seulement son type et la date."
)
REPLACES = "Les traits d’INSi remplaceront ceux du dossier."
COLLISION = "COLLISION_POSSIBLE"
CALLING = "Rien n’est enregistré pendant l’appel."
RIGHT = 296


class ComparePage(Page):
    """One decision in one view. « Qualifier » opens only when the use cases refuse nothing."""

    NAME = "compare_page"
    TITLE = "Comparer l’identité"

    def __init__(self, conduct: Conductor, inside: QWidget | None = None) -> None:
        super().__init__(conduct, inside)
        self._run: Run | None = None
        self._closes = False
        self.sub = text_label("", "reason")
        self.now, self.then = StatusBadge(Status.RECUP), StatusBadge(Status.QUAL)
        self.badges = QWidget()
        self.banner = Banner()
        self.busy = BusyPanel()
        self.table = TraitTable(("Trait", "Carte et dossier", "INSi, la référence", "Résultat"))
        self.used = text_label("", "text", tone="muted")
        self.turn = plain_button(
            "Montrer au patient",
            icon="screen-share",
            keys=Shortcut.PATIENT_SCREEN.words,
            compact=True,
        )
        self.turn.setObjectName("btn_patient_screen")
        self.proof = ProofPanel()
        self._build()
        self.table.ticked.connect(conduct.tick)
        self.proof.changed.connect(self._weigh)
        self.turn.clicked.connect(conduct.show_patient)
        self.busy.cancelled.connect(conduct.cancel)
        self.busy.queued.connect(conduct.ask_to_hold)
        conduct.work_changed.connect(self._work)
        conduct.progressed.connect(self._progress)

    def buttons(self) -> Sequence[QPushButton]:
        """« Pas maintenant », « Qualifier », and « Interroger INSi » while nothing was answered."""
        self.later = plain_button("Pas maintenant")
        self.collision = plain_button("Déclarer une collision", icon="users")
        self.qualify = primary_button("Qualifier", icon="shield-check", keys=Shortcut.PRIMARY.words)
        self.call = primary_button("Interroger INSi", keys=Shortcut.ASK_INSI.words)
        buttons = (self.later, self.collision, self.qualify, self.call)
        names = ("btn_later", "btn_collision", "btn_qualify", "btn_call_insi")
        name_widgets(dict(zip(names, buttons, strict=True)))
        acts = (self._later, self.conduct.open_patient, self._qualify, self.conduct.ask)
        for button, act in zip(buttons, acts, strict=True):
            button.clicked.connect(act)
        return buttons

    @property
    def primary(self) -> QPushButton:
        """« Qualifier », or the call."""
        return self.call if self._asking() else self.qualify

    # --- showing ---------------------------------------------------------------------------

    def show_run(self, run: Run) -> None:
        """Show the known side at once, then the answer beside it."""
        before, self._run = self._run, run
        fresh = before is None or before.number != run.number or before.answer is not run.answer
        if fresh:
            self.proof.reset()
        self.title.setText("Interroger INSi" if self._asking() else self.TITLE)
        self._show_way(run)
        self.now.set_status(run.patient.status if run.patient else Status.RECUP)
        self.banner.say(warnings_of(run, self.conduct.today(), card_gone=self.conduct.card_gone))
        self._show_rows(run, fresh=fresh)
        for widget in (self.proof, self.turn):
            widget.setVisible(not self._asking())
        self._show_proof(run)
        self._arrange()
        self._work(self.conduct.work)

    def first_focus(self) -> QWidget:
        """The first row to tick if there is one, else the question: no answer is at hand."""
        if self._asking():
            return self.busy.cancel if self.conduct.busy else self.call
        waiting = [row for row in self.table.rows if row.line and row.line.tickable]
        return waiting[0] if waiting else self.proof

    def digit(self, digit: int) -> bool:
        """1 to 7: the document, or the exception procedure."""
        return not self._asking() and not self.conduct.busy and self.proof.press(digit)

    def back(self) -> bool:
        """Échap closes what a choice opened."""
        return self.proof.back()

    def chores(self) -> Sequence[Callable[[], object]]:
        """The rows, then the panel, then the whole."""
        return (*warming(self.table), self.proof.grab, self.rehearse)

    def forget(self) -> None:
        """Nothing of this patient stays."""
        self._run = None
        empty(self.table)
        self.proof.reset()
        clear((self.sub, self.used, self.banner.words))
        self.busy.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorter reasons and another place for F7 when room is short."""
        super().resizeEvent(event)
        if self._run is not None:
            self._show_way(self._run)
            self._show_rows(self._run, fresh=False)
        self._arrange()

    def _show_rows(self, run: Run, *, fresh: bool) -> None:
        """New contents are laid out once, unseen; a mere tick moves nothing."""
        held = fresh and self.table.isVisible()
        if held:
            self.table.hide()
        lines = lines_of(run, self.conduct.places, brief=self.tight)
        busy = self._asking() or not self.banner.isHidden() or any(one.tickable for one in lines)
        self.table.set_compact(self.tight or busy)
        self.table.show_rows(lines)
        if held:
            self.table.show()

    def _show_way(self, run: Run) -> None:
        """How it was found, what saving replaces; the used names, apart where there is room."""
        found, used = how_found(run), used_names(run)
        said = found if self._asking() else f"{found} {REPLACES}"
        self.sub.setText(f"{said} {used}" if self.tight else said)
        self.used.setText("" if self.tight else used)
        self.used.setVisible(bool(self.used.text()))

    def _arrange(self) -> None:
        """When room is short « Montrer au patient » takes the place of the badges."""
        tight = self.tight
        self.proof.set_tight(tight)
        self.badges.setVisible(not tight and not self._asking())
        self._left.setSpacing(current().px(6 if tight else 10))
        above = self._first.indexOf(self.turn) >= 0
        if tight and not above:
            self._first.addWidget(self.turn)
        elif above and not tight:
            self._second.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignBottom)

    def _asking(self) -> bool:
        return self._run is None or next_step(self._run) is Step.ASK_INSI

    def _show_proof(self, run: Run) -> None:
        if self._asking():
            self.proof.more.hide()
            return
        desk = self.conduct.desk
        self.proof.show_case(desk.exception_case(run), greyed(desk, run))
        self._weigh()

    def _weigh(self) -> None:
        """Ask the use cases what is missing and say it beside the button."""
        if self._run is None or self._asking():
            return
        refusals = self.conduct.desk.refusals(self._run, self.proof.evidence())
        closed = bool(refusals) or self.conduct.card_gone or self.conduct.busy
        weigh_rules(self.qualify, refusals, opened=not closed)
        advice = ADVICE if self.tight else ""
        self.say(advice if self.proof.by_exception else DECLARES, self._reason(refusals))
        self.proof.more.setVisible(self.proof.has_document)
        self.collision.setVisible(any(one.reason == COLLISION for one in refusals))
        kept = self.conduct.desk.keep_refusals(self._run)
        self._closes = weigh_later(self.later, kept, busy=self.conduct.busy)

    def _reason(self, refusals: Sequence[Refusal]) -> str:
        if self.conduct.card_gone:
            return gone()
        said = []
        for refusal in refusals:
            asked = self.proof.waiting_for if refusal.reason == "AUCUNE_PIECE" else ""
            said.append(asked or refusal_sentence(refusal))
        return " ".join(dict.fromkeys(said[:2]))

    def _later(self) -> None:
        """Nothing of an answer that cannot be taken is kept: there is only to close."""
        (self.conduct.leave if self._closes else self.conduct.keep)()

    def _qualify(self) -> None:
        if self._run is None or self.conduct.card_gone:
            return
        evidence = self.proof.evidence()
        if not self.conduct.desk.refusals(self._run, evidence):
            self.conduct.qualify(evidence)

    def _work(self, work: Work | None) -> None:
        asking = work is Work.ASKING
        if asking and self.busy.isHidden():
            self.busy.start(Work.ASKING.value, may_queue=True)
        elif not asking:
            self.busy.stop()
        self.busy.setVisible(asking)
        self.collision.hide()
        idle = self._asking() and work is None
        self.call.setVisible(idle)
        self.qualify.setVisible(not idle)
        self.later.setText("Fermer" if idle else "Pas maintenant")
        self.later.setEnabled(work is None)
        if self._asking() or work in (Work.ASKING, Work.SAVING):
            self.qualify.setEnabled(False)
            self.say(work.value if work is Work.SAVING else CALLING)
        else:
            self._weigh()

    def _progress(self, step: object) -> None:
        attempt, of = getattr(step, "attempt", 1), getattr(step, "of", 1)
        words = f"Interrogation d’INSi… prénom {attempt} sur {of}" if of > 1 else ""
        self.busy.show_progress(attempt, of, words)

    def _build(self) -> None:
        px = current().px
        self.right = scrolled(self.proof, self)
        self.right.setFixedWidth(px(RIGHT))
        self._left = QVBoxLayout()
        self._left.addLayout(self._head())
        for widget in (self.banner, self.busy):
            self._left.addWidget(widget)
        self._left.addWidget(scrolled(self._both_sides(), self), 1)
        columns = QHBoxLayout()
        columns.setSpacing(px(16))
        columns.addLayout(self._left, 1)
        columns.addWidget(self.right)
        self.body.addLayout(columns, 1)
        self.bar.lead(self.proof.more)

    def _head(self) -> QVBoxLayout:
        px = current().px
        pair = QHBoxLayout(self.badges)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(px(8))
        for widget in (self.now, IconLabel("arrow-right", "muted"), self.then):
            pair.addWidget(widget)
        self._first = QHBoxLayout()
        self._first.addWidget(self.title, 1)
        self._first.addWidget(self.badges)
        self._second = QHBoxLayout()
        self._second.setSpacing(px(12))
        self._second.addWidget(self.sub, 1)
        self._second.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignBottom)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addLayout(self._first)
        words.addLayout(self._second)
        return words

    def _both_sides(self) -> QFrame:
        px = current().px
        left = QFrame()
        left.setProperty("role", "canvas")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, px(4))
        column.setSpacing(px(8))
        column.addWidget(self.table)
        column.addWidget(self.used)
        column.addStretch(1)
        return left
