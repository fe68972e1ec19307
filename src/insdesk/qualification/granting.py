"""What the practitioner grants the secretariat (rule book §11): decided with his own CPS (D17)."""

from __future__ import annotations

from collections.abc import Collection

from insdesk.errors import Refused
from insdesk.qualification import roles
from insdesk.qualification.bench import Bench
from insdesk.qualification.roles import GRANTABLE, Role
from insdesk.settings import Settings

GRANT_RULE = "D17"


class GrantingUse(Bench):
    """The one use case that changes who may do what; it looks at the card by itself."""

    def grant(self, rows: Collection[str]) -> Settings:
        """Local lane. Grant these rows of §11 and no other; the settings then in force.

        Raises `Refused` D17: CPS_ABSENTE without a session, POSTE_SANS_TITULAIRE on a desk that
        nobody declared his, RESERVE_PRATICIEN for any other card than the CPS of its practitioner,
        NON_ACCORDABLE for a row that the table gives or refuses by itself.
        """
        facts = self._facts()
        role = roles.role_of(facts.practitioner, facts.cards.cps)
        if role is Role.NOBODY:
            raise Refused(GRANT_RULE, "CPS_ABSENTE")
        owner, reading = facts.settings.owner_national_id, facts.practitioner
        if roles.lacks_owner(reading, owner, facts.environment):
            raise Refused(GRANT_RULE, "POSTE_SANS_TITULAIRE")
        if not roles.owns(reading, owner, facts.environment):
            raise Refused(GRANT_RULE, "RESERVE_PRATICIEN")
        if not {act.value for act in GRANTABLE}.issuperset(rows):
            raise Refused(GRANT_RULE, "NON_ACCORDABLE")
        self._to.remember_grants(tuple(sorted(set(rows))))
        return self._to.settings()
