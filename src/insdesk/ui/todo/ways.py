"""The bar below two records (S14): which ways are open on each face, and why one waits."""

from __future__ import annotations

from enum import Enum

from insdesk.ui.keys import Shortcut
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.buttons import Button, plain_button, primary_button
from insdesk.ui.parts.labels import dress
from insdesk.ui.texts import todo as words
from insdesk.ui.todo.judging import Answer, JudgePanel
from insdesk.ui.todo.preview import PreviewFace


class Face(Enum):
    """What the page shows, in the order of the way through."""

    PICK = "Doublons possibles"
    COMPARE = "Comparer deux dossiers"
    PREVIEW = "Fusionner deux dossiers"
    CONFIRM = "Fusionner ces deux dossiers ?"


_GO = {
    None: ("Continuer", None),
    Answer.SAME: ("Prévisualiser la fusion", "eye"),
    Answer.DIFFERENT: ("Marquer homonymes", "users"),
    Answer.UNKNOWN: ("Laisser en doublon possible", "clock"),
}


class MergeBar(ActionBar):
    """« Fusionner » never has the focus by itself; its confirmation takes the place of the ways."""

    def __init__(self) -> None:
        self.back = plain_button("Fermer", keys=Shortcut.CANCEL.words)
        self.go = primary_button("Continuer", keys=Shortcut.PRIMARY.words)
        self.merge = Button("Fusionner…", "danger", icon="arrows-join", keys=Shortcut.PRIMARY.words)
        self.no = plain_button("Ne pas fusionner", keys=Shortcut.CANCEL.words)
        self.yes = Button("Oui, fusionner", "danger", icon="arrows-join")
        buttons = (self.back, self.go, self.merge, self.no, self.yes)
        super().__init__(*buttons)
        names = ("btn_merge_back", "btn_merge_go", "btn_merge", "btn_merge_no", "btn_merge_yes")
        for name, button in zip(names, buttons, strict=True):
            button.setObjectName(name)

    def arrange(self, face: Face, *, free: bool, may_pick: bool) -> None:
        """Show the ways of a face; `free` is False while the base is at work."""
        asking = face is Face.CONFIRM
        self.back.setVisible(not asking)
        self.back.setText("Retour" if face is Face.PREVIEW or may_pick else "Fermer")
        self.go.setVisible(face is Face.COMPARE)
        self.merge.setVisible(face is Face.PREVIEW)
        self.no.setVisible(asking)
        self.yes.setVisible(asking)
        self.yes.setEnabled(free)

    def weigh_answer(self, judge: JudgePanel, *, free: bool) -> None:
        """The primary button follows the answer; it waits for one, and for its reason."""
        answer = judge.answer
        text, icon = _GO[answer]
        self.go.setText(text)
        self.go.set_icon_name(icon)
        why = answer is Answer.DIFFERENT and not judge.reason
        self._say("", words.ASK_CHOICE if answer is None else words.ASK_WHY if why else "")
        self.go.setEnabled(free and not self._waiting)

    def weigh_preview(self, preview: PreviewFace, *, free: bool) -> None:
        """« Fusionner » waits for the reason, and is closed by a refusal."""
        self._say(words.MERGE_MEANS, preview.missing())
        self.merge.setEnabled(free and not self._waiting)

    def ask(self, gone: str) -> None:
        """The last question, in place."""
        self._say("", words.MERGE_CONFIRM.format(gone=gone))

    def quiet(self) -> None:
        """Nothing to say."""
        self._say("", "")

    def _say(self, note: str, waits: str) -> None:
        self._waiting = waits
        dress(self.reason, tone="warn" if waits else "")
        self.set_reason(waits or note)
