"""How the identity was checked (S06, S07): seven choices by digit, none made beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.identity.evidence import DEVICES, Device, device
from insdesk.qualification.proving import DeviceChoice
from insdesk.qualification.qualifying import ExceptionCase
from insdesk.qualification.steps import Evidence
from insdesk.ui.formats import typographic
from insdesk.ui.parts.buttons import ChoiceButton, quiet_button
from insdesk.ui.parts.labels import text_label
from insdesk.ui.qualify.pages.adult import AdultPanel
from insdesk.ui.qualify.pages.attestation import ExceptionBox
from insdesk.ui.qualify.pages.choices import ChoiceList, grey, why
from insdesk.ui.qualify.pages.document import DocumentDetails
from insdesk.ui.texts.rules import refusal_sentence

_TRUSTED = tuple(row for row in DEVICES if row.high_trust)
FIRST, OTHERS = _TRUSTED[:5], _TRUSTED[5:]
REFUSED = tuple(row for row in DEVICES if not row.high_trust)
_ICONS = {
    "CN": "id",
    "PA": "e-passport",
    "CS": "id-badge-2",
    "AN": "file-text",
    "LE": "users-group",
}
_OTHER, _KNOWN = 6, 7
KNOWN = "procédure d’exception"
ASKED = "Comment avez-vous contrôlé l’identité ?"
MORE = "Trait absent ou différent…"


class ProofPanel(QFrame):
    """The right side of S05. Emits `changed()`; keeps nothing from one patient to the next.

    `exception` is the box of the attestation, in the list under choice 7.
    """

    changed = Signal()

    def __init__(self, *, with_exception: bool = True) -> None:
        super().__init__()
        self._with_exception = with_exception
        self.setObjectName("proof_group")
        self.setProperty("role", "plain")
        self.setAccessibleName(ASKED)
        self._tight = False
        self._missing: tuple[str, ...] = ()
        self._device: str | None = None
        self._noted: set[str] = set()
        self.main = ChoiceList(ASKED, closable=False)
        self.others = ChoiceList("Autre dispositif admis", closable=True)
        self.adult = AdultPanel(_ICONS)
        self.exception = ExceptionBox()
        self.details = DocumentDetails()
        self.missing = text_label("", "reason")
        self.missing.setObjectName("exception_missing_label")
        self.more = quiet_button(MORE)
        self.more.setObjectName("btn_document_details")
        self._fill()
        self._views = (self.main, self.others, self.adult, self.details)
        self._view: QWidget = self.main
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for view in self._views:
            column.addWidget(view)
        self.setFocusProxy(self.main.heading)
        self._connect()
        self._show(self.main)

    def evidence(self) -> Evidence:
        """What the practitioner declares now."""
        if self.by_exception:
            return Evidence(
                attested=True,
                attestation_text=self.exception.check.text(),
                already_followed=self.exception.followed.isChecked(),
            )
        return Evidence(
            device=self._device,
            adult_device=self.adult.device,
            adult_link=self.adult.link,
            court_decision=self.adult.decision.isChecked(),
            noted=frozenset(self._noted),
            expired_document=self.details.expired.isChecked(),
            absent=self.details.absent,
            different=self.details.different,
        )

    @property
    def by_exception(self) -> bool:
        """Whether the attestation is ticked, in place of a document."""
        return self.exception.check.isChecked()

    @property
    def has_document(self) -> bool:
        """Whether a document is chosen, with the parent's where one is asked."""
        return self._device is not None and not self.waiting_for

    @property
    def waiting_for(self) -> str:
        """What the panel itself still asks, in words; empty when nothing."""
        return self.adult.waiting_for if self._view is self.adult else ""

    def reset(self) -> None:
        """Nothing chosen, nothing ticked: each patient begins from there."""
        self._device = None
        self._noted.clear()
        self.adult.reset()
        self.exception.reset()
        self.exception.hide()
        self.details.reset()
        self._show(self.main)
        self._refresh()

    def set_tight(self, tight: bool) -> None:
        """Keep everything of the decision in one view when room is short."""
        if tight == self._tight:
            return
        self._tight = tight
        self.main.set_tight(tight)
        self.exception.set_tight(tight)
        self._show_missing()

    def show_devices(self, choices: Sequence[DeviceChoice]) -> None:
        """The register of this desk: rows left out disappear, the practitioner's own appear."""
        listed = {one.device.code: one for one in choices}
        for one in choices:
            if one.device.own and one.device.code not in self.others.choices:
                self._own(one.device)
        for shown in (self.main, self.others):
            for code, button in shown.choices.items():
                found = listed.get(code)
                if code not in (str(_OTHER), str(_KNOWN)):
                    button.setVisible(found is not None)
                if found is not None and found.device.high_trust:
                    grey(button, found.device, why(found))
        self.adult.offer(listed)

    def show_case(self, case: ExceptionCase, choices: Sequence[DeviceChoice]) -> None:
        """What the use cases say of choice 7, and why some documents cannot serve."""
        self.show_devices(choices)
        known = self.main.choices[str(_KNOWN)]
        known.setVisible(case.offered)
        self._missing = tuple(refusal_sentence(one) for one in case.missing)
        known.setEnabled(not self._missing)
        self._show_missing()
        self.exception.show_case(case.text, asks_followed=case.asks_already_followed)
        self.exception.setVisible(case.offered and not self._missing)
        if self._missing and self.by_exception:
            self.exception.reset()
            self._refresh()

    def _show_missing(self) -> None:
        """Every missing condition; the first to lift alone when room is short (§9)."""
        known = self.main.choices.get(str(_KNOWN))
        if known is None:
            return
        shown = self._missing[:1] if self._tight else self._missing
        self.missing.setText("\n".join(shown))
        self.missing.setToolTip("\n".join(self._missing))
        self.missing.setVisible(bool(shown) and not known.isHidden())
        known.set_slim(bool(self._missing))
        known.setAccessibleName(" ".join((f"{_KNOWN}, {known.text()}, {KNOWN}.", *self._missing)))

    def press(self, digit: int) -> bool:
        """A digit of the keyboard."""
        view = self._view
        return isinstance(view, ChoiceList | AdultPanel) and view.press(digit)

    def back(self) -> bool:
        """Échap: close what a choice opened."""
        if self._view is self.main:
            return False
        if self._view is self.adult and self.adult.back():
            return True
        self._back()
        return True

    def _choose(self, code: str) -> None:
        if code == str(_OTHER):
            self._refresh()
            self._show(self.others)
            return
        if code == str(_KNOWN):
            self.exception.check.toggle()
            return
        row = device(code)
        self._device = row.code if row else None
        self.adult.reset()
        self.exception.untick()
        self._show(self.adult if row and row.needs_adult else self.main)
        self._refresh()

    def _attest(self) -> None:
        """The attestation stands in place of a document: one of the two."""
        if self.by_exception:
            self._device = None
            self.adult.reset()
            self._show(self.main)
        self._refresh()

    def _choose_other(self, code: str) -> None:
        if device(code) is None:  # the practitioner's own: noted beside, never the proof
            self._noted ^= {code}
            self._refresh()
            return
        self._choose(code)
        self._show(self.main)

    def _adult_named(self) -> None:
        self._show(self.main)
        self._refresh()

    def _back(self) -> None:
        view = self._view
        if view is self.adult and not self.adult.is_complete:
            self._device = None
            self.adult.reset()
        self._show(self.main)
        self._refresh()

    def _show(self, view: QWidget) -> None:
        """Show one view; the others take no room meanwhile. The focus follows, on its heading."""
        inside = self.isAncestorOf(self._view) and self._view.isVisible()
        if view is not self._view and inside and isinstance(view, ChoiceList | AdultPanel):
            self._view = view
            view.show()
            front = view.front if isinstance(view, AdultPanel) else view
            front.heading.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view = view
        for one in self._views:
            one.setVisible(one is view)

    def _refresh(self) -> None:
        other = next((row for row in OTHERS if row.code == self._device), None)
        chosen = {self._device, str(_OTHER) if other else None}
        if self.by_exception:
            chosen.add(str(_KNOWN))
        for code, choice in self.main.choices.items():
            choice.setChecked(code in chosen)
        for code, choice in self.others.choices.items():
            choice.setChecked(code == self._device or code in self._noted)
        self.main.choices[str(_OTHER)].set_detail(typographic(other.label) if other else "")
        for row in FIRST:
            if row.needs_adult and self.main.choices[row.code].isEnabled():
                shown = self.adult.detail if row.code == self._device else ""
                self.main.choices[row.code].set_detail(shown)
        self.more.setText(MORE + self.details.summary)
        self.more.updateGeometry()
        self.changed.emit()

    def _fill(self) -> None:
        for digit, row in enumerate(FIRST, 1):
            self._choice(self.main, digit, row).setObjectName(f"proof_{digit}")
        other = ChoiceButton(str(_OTHER), "dots", "Autre dispositif admis…")
        self.main.add(str(_OTHER), other).setObjectName("proof_6")
        if self._with_exception:
            known = ChoiceButton(str(_KNOWN), "user-heart", "Je connais déjà ce patient", KNOWN)
            self.main.add(str(_KNOWN), known).setObjectName("proof_7")
        for below in (self.exception, self.missing):
            self.main.column.insertWidget(self.main.column.count() - 1, below)
            below.hide()
        for digit, row in enumerate(OTHERS, 1):
            self._choice(self.others, digit, row).setObjectName(f"proof_other_{digit}")
        for row in REFUSED:
            refused = ChoiceButton("", "ban", typographic(row.label), typographic(row.refusal))
            refused.setEnabled(False)
            refused.set_slim(True)
            self.others.add(row.code, refused).setObjectName(f"proof_refused_{row.code}")

    def _own(self, row: Device) -> None:
        """A name of the practitioner's: pressed, it is noted; it never validates (IV-400)."""
        note = ChoiceButton("", "pencil", typographic(row.label), typographic(row.refusal))
        self.others.add(row.code, note).setObjectName(f"proof_own_{row.code}")

    @staticmethod
    def _choice(listed: ChoiceList, digit: int, row: Device) -> ChoiceButton:
        icon = _ICONS.get(row.code, "id")
        return listed.add(row.code, ChoiceButton(str(digit), icon, typographic(row.label)))

    def _connect(self) -> None:
        self.main.chosen.connect(self._choose)
        self.others.chosen.connect(self._choose_other)
        for listed in (self.main, self.others):
            listed.closed.connect(self._back)
        self.adult.changed.connect(self._refresh)
        self.adult.done.connect(self._adult_named)
        self.adult.closed.connect(self._back)
        self.exception.changed.connect(self._attest)
        self.details.closed.connect(self._back)
        self.details.changed.connect(self._refresh)
        self.more.clicked.connect(lambda: self._show(self.details))
