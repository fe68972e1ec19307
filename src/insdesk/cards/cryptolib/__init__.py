"""The CPS through its PKCS#11 library (cards.md §2.2), in a process of its own.

That library is foreign code in a process that holds patients: here it may crash, hang or talk
nonsense, and the desk only shows an error card. `process.CryptolibCps` is the module the desk
sees; `child` runs alone and is never imported by it.
"""

from insdesk.cards.cryptolib.library import find
from insdesk.cards.cryptolib.process import CryptolibCps

__all__ = ["CryptolibCps", "find"]
