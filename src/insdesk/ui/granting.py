"""The rights of the secretariat, from the settings page to the desk: the desk alone decides."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from insdesk.errors import Cancelled, InsdeskError, Refused
from insdesk.settings import Settings
from insdesk.ui.tasks import Lane
from insdesk.ui.texts import error_text

if TYPE_CHECKING:
    from insdesk.ui.desk_window import DeskWindow
    from insdesk.ui.settings_page import SettingsPage

NO_SESSION = "CPS_ABSENTE"


class Granting(QObject):
    """Asks the desk at each press; a refusal puts the boxes back and says how to go on."""

    def __init__(self, shown: DeskWindow, page: SettingsPage) -> None:
        super().__init__(page)
        self._shown, self._page = shown, page
        self._wanted: tuple[str, ...] = ()
        page.grants.asked.connect(self._grant)
        page.grants.code_wanted.connect(self._give_code)

    def _grant(self, rows: tuple[str, ...]) -> None:
        self._wanted = rows
        work = partial(self._shown.desk.grant, rows)
        self._shown.tasks.run(Lane.LOCAL, work, self._granted, self._refused)

    def _give_code(self) -> None:
        self._shown.session.ask(partial(self._grant, self._wanted))

    def _granted(self, settings: Settings) -> None:
        self._page.show_settings(settings)
        self._show(settings)

    def _show(self, settings: Settings) -> None:
        granted, secretariat = settings.secretary_grants, settings.secretariat
        self._page.grants.show_granted(granted, secretariat=secretariat)

    def _refused(self, error: InsdeskError | Cancelled) -> None:
        self._show(self._shown.desk.settings)
        if isinstance(error, InsdeskError):
            asks = isinstance(error, Refused) and error.reason == NO_SESSION
            self._page.grants.refuse(error_text(error).explanation, asks_code=asks)
