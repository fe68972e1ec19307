"""Icons of `resources/icons`, drawn in a colour of the theme; each drawing is made once.

The pictures are kept by Qt's own cache, which goes away with the application.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from insdesk.paths import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


def pixmap(name: str, colour: str, size: int = 20, *, ratio: float = 1.0) -> QPixmap:
    """The icon `name`, `size` logical pixels, sharp at the screen's `ratio`.

    Raises `FileNotFoundError` when no such icon is shipped.
    """
    key = f"insdesk/{name}/{colour}/{size}/{ratio}"
    drawing = QPixmap()
    if QPixmapCache.find(key, drawing):
        return drawing
    drawing = _draw(name, colour, size, ratio)
    QPixmapCache.insert(key, drawing)
    return drawing


def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """The same as an icon for Qt's own widgets, sharp at 100 % and 200 %."""
    from PySide6.QtGui import QIcon

    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, colour, size, ratio=ratio))
    return result


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = QPixmap(round(size * ratio), round(size * ratio))
    drawing.fill(QColor(0, 0, 0, 0))
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(drawing)
    renderer.render(painter)
    painter.end()
    drawing.setDevicePixelRatio(ratio)
    return drawing


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
