"""Handing over a qualified identity: FHIR, Datamatrix INS, CSV.

Every format refuses by itself what is not `QUAL` (IV-101), and marks what is not real. No clock,
no database, no device: a `Context` says everything the identity does not. The only file ever
written is the one asked for, whole and private. May import `identity` and the leaves.
"""

from insdesk.exports.catalogue import Exports
from insdesk.exports.context import Context

__all__ = ["Context", "Exports"]
