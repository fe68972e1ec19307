"""The roles of Qt's models that our lists answer to, and the two forms an index comes in."""

from __future__ import annotations

from typing import Final, TypeAlias

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
"""What is painted."""

ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
"""What is read aloud."""

TIP: Final = int(Qt.ItemDataRole.ToolTipRole)
"""What stands beside the pointer."""

OWN: Final = int(Qt.ItemDataRole.UserRole)
"""Our own value behind the row."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
"""An index as Qt hands it to a model."""
