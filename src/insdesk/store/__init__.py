"""What the desk remembers: patients, evidence, INSi calls, journal; one file per environment.

Guarantees: a write is whole or absent; domain values go in and come out, never rows; only
leaves of `StoreError` (and `Refused("IV-210")`) escape. May import `identity` and the leaves.
The only package that knows SQLAlchemy and Alembic; `Database.open` is the only way to a file.
"""

from insdesk.store.database import Database
from insdesk.store.journal import ChainReport, Journal, verify
from insdesk.store.patients import Patients

__all__ = ["ChainReport", "Database", "Journal", "Patients", "verify"]
