"""The edge of the store: what the disk and the driver say becomes a leaf of `StoreError`, once."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from insdesk.errors import DatabaseDamaged, DatabaseLocked, DiskFull, InvalidMatricule
from insdesk.store import sqlite

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


@contextmanager
def translating_store_errors() -> Iterator[None]:
    """Let only leaves of `StoreError` out, whatever disk, driver or pool raise.

    A misuse of the driver (a closed base, a missing parameter) has no code and goes out as it
    is: it is a bug and must be loud.
    """
    try:
        yield
    except sa.exc.TimeoutError as problem:
        raise DatabaseLocked("no free connection") from problem
    except sa.exc.DBAPIError as problem:
        leaf = sqlite.leaf_for(problem.orig)
        if leaf is None:
            raise
        raise leaf(type(problem.orig).__name__) from problem
    except sqlite3.Error as problem:
        leaf = sqlite.leaf_for(problem)
        if leaf is None:
            raise
        raise leaf(type(problem).__name__) from problem
    except OSError as problem:
        leaf = DiskFull if problem.errno in _NO_ROOM else DatabaseLocked
        raise leaf(errno.errorcode.get(problem.errno or 0, "")) from problem


@contextmanager
def reading_rows() -> Iterator[None]:
    """What a row holds and no rule of ours could have written is damage."""
    try:
        yield
    except (ValueError, KeyError, TypeError, InvalidMatricule) as problem:
        # The cause is dropped: the text of such an error quotes the value, hence a trait.
        raise DatabaseDamaged(f"unreadable row: {type(problem).__name__}") from None
