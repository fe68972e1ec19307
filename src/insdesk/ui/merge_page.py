"""S14 between two records of the base: A and B, three answers, the merge seen before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.qualification.steps import Judgement, Prior
from insdesk.ui.formats import PlaceLabels, no_labels
from insdesk.ui.keys import digit_of
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.deck import Deck
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.face import NARROW, scrolled
from insdesk.ui.qualify.pages.rows import warming
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts import todo as words
from insdesk.ui.theme import current
from insdesk.ui.todo.comparing import ComparingFace
from insdesk.ui.todo.judging import Answer, PickPanel, likeness_text
from insdesk.ui.todo.preview import PreviewFace
from insdesk.ui.todo.ways import Face, MergeBar

if TYPE_CHECKING:
    from insdesk.errors import Cancelled, InsdeskError
    from insdesk.qualification.desk import Desk, MergeDone, MergePreview

T = TypeVar("T")


class MergePage(QFrame):
    """Emits `merged(MergeDone)`, `judged(words)`, `closed()`, `broke(error)`.

    Nothing is chosen beforehand but the record the user came from, proposed as the one to keep.
    Built `inside` its place it is dressed once.
    """

    merged = Signal(object)
    judged = Signal(str)
    closed = Signal()
    broke = Signal(object)

    def __init__(
        self,
        desk: Desk,
        tasks: Tasks,
        inside: QWidget | None = None,
        *,
        places: PlaceLabels = no_labels,
    ) -> None:
        super().__init__(inside)
        self.setObjectName("duplicate_page")
        self.setProperty("role", "canvas")
        self._desk, self._tasks, self._places = desk, tasks, places
        self._uid, self._mark, self._busy = "", 0, False
        self._priors: tuple[Prior, ...] = ()
        self._pair: MergePreview | None = None
        self._picked = False
        self.face = Face.PICK
        self.title = text_label("", "title")
        self.bar = MergeBar()
        self._deck = Deck()
        self._build()
        self.pick, self.comparing = PickPanel(), ComparingFace(self._deck)
        self.preview = PreviewFace(self._deck)
        self.judge = self.comparing.judge
        self._picking = scrolled(self.pick, self._deck)
        for page in (self._picking, self.comparing, self.preview):
            self._deck.add(page)
        self._connect()
        self._show(Face.PICK)

    # --- what the window asks ---------------------------------------------------------------

    def open(self, uid: str, other_uid: str | None = None) -> None:
        """Show two records, or first those that resemble `uid`; a later wish wins."""
        self.forget()
        self._uid = uid
        self._ask(partial(self._desk.lookalikes, uid), partial(self._found, other_uid))

    def first_focus(self) -> QWidget:
        """The question, or the first record to pick; never an answer already chosen."""
        match self.face:
            case Face.PICK:
                return self.pick.choices[0] if self.pick.choices else self.bar.back
            case Face.COMPARE:
                return self.judge.heading
            case Face.PREVIEW:
                return self.preview.reason
            case Face.CONFIRM:
                return self.bar.no

    def primary(self) -> None:
        """Ctrl+Entrée: go on; the last confirmation is never given by it."""
        button = self.bar.go if self.face is Face.COMPARE else self.bar.merge
        if button.isVisibleTo(self) and button.isEnabled():
            button.click()

    def escape(self) -> None:
        """Échap: one step back, then away."""
        if self.face is Face.CONFIRM:
            self._show(Face.PREVIEW)
        elif self.face is Face.PREVIEW:
            self._show(Face.COMPARE)
        elif self.face is Face.COMPARE and self._picked:
            self._show(Face.PICK)
        else:
            self.closed.emit()

    def forget(self) -> None:
        """Nothing of any record stays; what is under way is not shown."""
        self._mark += 1
        self._uid, self._priors, self._pair = "", (), None
        self._picked = self._busy = False
        self.pick.show_priors(())
        self.comparing.forget()
        self.preview.forget()
        self._show(Face.PICK)

    def chores(self) -> Sequence[Callable[[], object]]:
        """The rows of the two records, then the parts of each face.

        Not the faces themselves: what rearranges itself when resized is never painted unseen.
        """
        table = self.comparing.table
        return (*warming(table), table.grab, self.judge.grab, self.preview.card.grab)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Smaller margins where room is short, so that one decision stays in one view."""
        super().resizeEvent(event)
        px = current().px
        side, top, bottom = (16, 8, 6) if self.height() < px(NARROW) else (32, 24, 16)
        self._body.setContentsMargins(px(side), px(top), px(side), px(bottom))
        self._body.setSpacing(px(8 if top == 8 else 12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses what the page asks."""
        digit = digit_of(event)
        asked: dict[Face, Callable[[int], bool]] = {
            Face.PICK: self.pick.press,
            Face.COMPARE: self.judge.press,
            Face.PREVIEW: self.preview.press,
        }
        press = asked.get(self.face)
        if digit is None or press is None or not press(digit):
            super().keyPressEvent(event)

    # --- the way through --------------------------------------------------------------------

    def _found(self, other_uid: str | None, priors: tuple[Prior, ...]) -> None:
        self._priors = tuple(priors)
        self._picked = other_uid is None
        self.pick.show_priors(self._priors)
        if other_uid is None:
            self._show(Face.PICK)
        else:
            self._open_pair(other_uid)

    def _open_pair(self, other_uid: str) -> None:
        """The other way round too if the first is refused: it may be the one allowed."""
        desk, uid = self._desk, self._uid

        def work() -> tuple[MergePreview, MergePreview | None]:
            pair = desk.merge_preview(uid, other_uid)
            return pair, desk.merge_preview(other_uid, uid) if pair.refusals else None

        self._ask(work, self._compare)

    def _compare(self, both: tuple[MergePreview, MergePreview | None]) -> None:
        pair, turned = both
        self._pair = pair
        prior = next((one for one in self._priors if one.patient.uid == pair.gone.uid), None)
        self.comparing.show_pair(pair, likeness_text(prior), self._places)
        self.preview.begin(pair.kept, pair.gone)
        better = turned if turned is not None and not turned.refusals else None
        self.preview.show_preview(better or pair, self._places, kept_b=better is not None)
        self._show(Face.COMPARE)

    def _keep(self, is_b: bool) -> None:
        """Show what keeping the other record would give."""
        if self._pair is None:
            return
        uids = (self._pair.kept.uid, self._pair.gone.uid)
        kept, gone = reversed(uids) if is_b else uids
        show = partial(self.preview.show_preview, places=self._places, kept_b=is_b)
        self._ask(partial(self._desk.merge_preview, kept, gone), show)

    def _go_on(self) -> None:
        match self.judge.answer:
            case Answer.SAME:
                self._show(Face.PREVIEW)
            case Answer.DIFFERENT:
                self._judge(Judgement.OTHER_PERSON, self.judge.reason, words.JUDGED_DIFFERENT)
            case Answer.UNKNOWN:
                self._judge(Judgement.UNKNOWN, "", words.JUDGED_UNKNOWN)

    def _judge(self, judgement: Judgement, reason: str, told: str) -> None:
        if self._pair is not None:
            uids = (self._pair.kept.uid, self._pair.gone.uid)
            work = partial(self._desk.judge_pair, *uids, judgement, reason)
            self._ask(work, lambda _none: self.judged.emit(told))

    def _merge(self) -> None:
        preview, desk = self.preview.preview, self._desk
        if preview is None or self.preview.missing():
            return
        kept, gone = preview.kept.uid, preview.gone.uid
        reason = self.preview.reason.text().strip()

        def work() -> MergeDone:
            desk.merge(kept, gone, reason)
            done = [one for one in desk.merges(kept) if one.gone_uid == gone]
            return max(done, key=lambda one: one.at)

        self._ask(work, self.merged.emit)

    def _ask(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        """Local lane; an answer that comes after the page went on to others is dropped."""
        mark = self._mark
        self._busy = True
        self._weigh()

        def arrived(outcome: T) -> None:
            if mark == self._mark:
                self._busy = False
                then(outcome)
                self._weigh()

        def failed(error: InsdeskError | Cancelled) -> None:
            if mark == self._mark:
                self._busy = False
                self._show(Face.PREVIEW if self.face is Face.CONFIRM else self.face)
                self.broke.emit(error)

        self._tasks.run(Lane.LOCAL, work, arrived, failed)

    # --- what is on show --------------------------------------------------------------------

    def _show(self, face: Face) -> None:
        self.face = face
        self.title.setText(face.value)
        self.setAccessibleName(face.value)
        pages = {Face.PICK: self._picking, Face.COMPARE: self.comparing}
        self._deck.bring(pages.get(face, self.preview))
        self.preview.setEnabled(face is not Face.CONFIRM)
        self._weigh()
        if self.isVisible():
            self.first_focus().setFocus()
        if face is Face.CONFIRM:
            announce(self, self.bar.reason.text(), assertive=True)

    def _weigh(self) -> None:
        """Which ways are open, and what the bar says about them."""
        free = not self._busy
        may_pick = self.face is Face.COMPARE and self._picked
        self.bar.arrange(self.face, free=free, may_pick=may_pick)
        match self.face:
            case Face.PICK:
                self.bar.quiet()
            case Face.COMPARE:
                self.bar.weigh_answer(self.judge, free=free)
            case Face.PREVIEW:
                self.bar.weigh_preview(self.preview, free=free)
            case Face.CONFIRM:
                self.bar.ask("A" if self.preview.keeps_b else "B")

    def _connect(self) -> None:
        self.bar.back.clicked.connect(self.escape)
        self.bar.no.clicked.connect(self.escape)
        self.bar.go.clicked.connect(self._go_on)
        self.bar.merge.clicked.connect(lambda: self._show(Face.CONFIRM))
        self.bar.yes.clicked.connect(self._merge)
        self.pick.picked.connect(self._open_pair)
        self.judge.changed.connect(self._weigh)
        self.preview.changed.connect(self._weigh)
        self.preview.kept_changed.connect(self._keep)

    def _build(self) -> None:
        px = current().px
        self._body = QVBoxLayout()
        self._body.setSpacing(px(12))
        self._body.addWidget(self.title)
        self._body.addWidget(self._deck, 1)
        root = QVBoxLayout(self)
        root.setContentsMargins(0, 0, 0, 0)
        root.setSpacing(0)
        root.addLayout(self._body, 1)
        root.addWidget(self.bar)
