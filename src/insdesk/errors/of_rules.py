"""The rule book says no."""

from __future__ import annotations

from insdesk.errors.base import InsdeskError


class RuleError(InsdeskError):
    """A rule of identitovigilance is not met."""


class InvalidTrait(RuleError):
    """A trait cannot be stored or sent as typed (rule book §3): `code` (CARACTERE_INTERDIT, …).

    `trait` is the field (`birth_name`, …) and `character` the offending one, when known.
    """

    def __init__(
        self, code: str, *, trait: str | None = None, character: str | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.trait, self.character = trait, character

    def about(self, trait: str) -> InvalidTrait:
        """The same refusal, about this field."""
        return InvalidTrait(self.code, trait=trait, character=self.character)


class InvalidMatricule(RuleError):
    """A matricule INS whose pattern or OID is not one of the rule book (IV-032)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(RuleError):
    """A transition, a guard or a use case says no; `rule` is the id of the rule book.

    `trait` names the trait concerned, never its value; `count` how many rows are left.
    """

    def __init__(
        self, rule: str, reason: str = "", *, trait: str | None = None, count: int = 0
    ) -> None:
        super().__init__(f"{rule} {reason}".strip())
        self.rule, self.reason, self.trait, self.count = rule, reason, trait, count
