"""When cyclic garbage is collected: between two events of the window, never in a lane.

Left to itself Python collects in whatever thread happens to make an object, with every thread
standing still meanwhile: 30 to 60 ms once the back end is loaded, in the middle of a call or of a
page. And a widget collected in a lane crashes Qt (its place is the thread of the window).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

YOUNG_MS: Final = 1_000
"""How often the recent objects are looked through: about a millisecond."""

WHOLE_EVERY: Final = 120
"""All objects that came since the opening, at every so many looks."""

BURST: Final = 5_000
"""So many new objects between two looks are something being loaded, which stays."""


class Collector(QObject):
    """Takes over from Python between `start` and `stop`. Use it on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held = self._was_enabled = False
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(YOUNG_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """From now on nothing is collected: the program is being loaded."""
        self._held, self._was_enabled = True, gc.isenabled()
        gc.disable()

    def settle(self) -> None:
        """What is loaded by now stays and is never looked through; collect what comes after.

        Modules, classes and windows are 19 objects of 20.
        """
        gc.freeze()
        self._timer.start()

    def look(self) -> None:
        """Collect the recent garbage, and now and then all of it.

        After a burst nothing is looked through: an object outside any cycle goes away by itself.
        """
        self._looks += 1
        if gc.get_count()[0] > BURST:
            gc.freeze()
        else:
            gc.collect(2 if self._looks % WHOLE_EVERY == 0 else 1)

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        if self._held:
            self._held = False
            gc.unfreeze()
            if self._was_enabled:
                gc.enable()
