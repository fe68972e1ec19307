"""The life of a record after its creation: attributs, traits corrected, who may do it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity import former
from insdesk.identity.filing import Filing
from insdesk.identity.former import FormerName
from insdesk.identity.patient import DOUBT, Attribut, Patient, Status
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.identity.traits import Traits
from insdesk.qualification import records, rules
from insdesk.qualification.asides import AsideUse
from insdesk.qualification.dossier import Dossier
from insdesk.qualification.forms import TraitsForm, check_form, used_text
from insdesk.qualification.retries import form_of
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Refusal
from insdesk.qualification.withdrawing import WithdrawingUse

WARNING_VERSION = "T16-2026-11"
"""The wording of the warning before official traits are unlocked; journaled with the unlocking."""

_NAMES = ("first_name", "first_names")
_FIELDS = {
    "birth_name": ("birth_name",),
    "first_name": _NAMES,
    "other_names": _NAMES,
    "sex": ("sex",),
    "birth_date": ("birth_date", "birth_date_interpreted"),
    "birth_place": ("birth_place",),
}
"""A field of the form → the strict traits that it writes."""


class UpkeepUse(WithdrawingUse, AsideUse):
    """Use cases about one record. Each checks the role by itself and writes one transaction."""

    def may(self, act: Act) -> tuple[Refusal, ...]:
        """GUI. What keeps this act from who is at the desk now; empty when it may be (§11)."""
        refusal = rules.may_act(act, self._facts())
        return (refusal,) if refusal else ()

    def set_attribute(
        self, uid: str, attribut: Attribut, *, confirmed: bool = False, reason: str = ""
    ) -> Patient:
        """Local lane. Set HOM (T30), or DOUT or FICT: PROV, INS archived (T28, IV-111).

        A confirmed homonym replaces a detected one; a detected one waits in « À traiter ».
        Raises `Refused` R05, IV-111 A_CONFIRMER, IV-112.
        """
        facts = self._gate(Act.SET_ATTRIBUTE)
        if attribut in DOUBT and not confirmed:
            raise Refused("IV-111", "A_CONFIRMER")
        patient = self._to.patients.get(uid)
        if attribut in patient.identity.attributes:
            return patient
        dossier = Dossier(patient, facts)
        event = ev.AttributPose(attribut=attribut, confirme=confirmed)
        dossier.apply(event, motif="CHOISI", words=reason)
        if attribut is Attribut.HOMD:
            waits = dossier.unchanged(opens=(_to_settle(uid, attribut),))
            return self._to.patients.file(waits)
        if attribut is Attribut.HOMA and Attribut.HOMD in patient.identity.attributes:
            dossier.apply(ev.AttributRetire(attribut=Attribut.HOMD), motif="CONFIRME", words=reason)
            return self._to.patients.file(_settled(dossier.unchanged(), Attribut.HOMD))
        return self._to.patients.file(dossier.unchanged())

    def clear_attribute(self, uid: str, attribut: Attribut, *, reason: str) -> Patient:
        """Local lane. Remove an attribut (T29, T30); no former statut comes back (IV-113).

        Raises `Refused` R05, IV-113 ATTRIBUT_ABSENT or MOTIF_MANQUANT.
        """
        facts = self._gate(Act.SET_ATTRIBUTE)
        patient = self._to.patients.get(uid)
        if attribut not in patient.identity.attributes:
            raise Refused("IV-113", "ATTRIBUT_ABSENT")
        if not reason.strip():
            raise Refused("IV-113", "MOTIF_MANQUANT")
        dossier = Dossier(patient, facts)
        event = ev.AttributRetire(attribut=attribut, reason=reason)
        dossier.apply(event, motif="RETIRE", words=reason)
        return self._to.patients.file(_settled(dossier.unchanged(), attribut))

    def former_names(self, uid: str) -> tuple[FormerName, ...]:
        """Local lane. Every name that the record no longer holds, newest first (IV-701)."""
        told = self._to.journal.details(uid, former.TELLING)
        return tuple(one for line, detail in told for one in former.former_names(line, detail))

    def unlock_traits(self, uid: str) -> TraitsForm:
        """Local lane. The traits as a form, unlocked: an explicit act, journaled (IV-322).

        Raises `Refused` R06 when there is an INS or a control to lose and no right to it.
        """
        patient = self._to.patients.get(uid)
        facts = self._gate(_act_of(patient))
        dossier = Dossier(patient, facts)
        dossier.note("TRAIT_STRICT_UNLOCKED", {"avertissement": WARNING_VERSION})
        self._to.journal.append(*dossier.events)
        return form_of(patient.traits, patient.used_name, patient.used_first_name)

    def edit_traits(self, uid: str, form: TraitsForm, *, warned: bool, reason: str) -> Patient:
        """Local lane. Write the form: strict traits (T16, PROV) or only complementary ones (T31).

        Raises `InvalidTrait`, `Refused` IV-322 A_DEVERROUILLER, AVERTISSEMENT or MOTIF_MANQUANT:
        the form is the caller's to keep.
        """
        patient = self._to.patients.get(uid)
        edited = _edited(patient, form, self._to.clock().date())
        if edited.traits == patient.traits:
            dossier = Dossier(patient, self._gate(Act.SEARCH_CREATE))
        else:
            facts = self._gate(_act_of(patient))
            unlocking = self._unlocking(patient)
            if not warned:
                raise Refused("IV-322", "AVERTISSEMENT")
            if not reason.strip():
                raise Refused("IV-322", "MOTIF_MANQUANT")
            dossier = Dossier(patient, facts)
            records.change_traits(dossier, edited.traits, reason, unlocking=unlocking)
        filing = dossier.filing(used_name=edited.used_name, used_first_name=edited.used_first_name)
        return self._to.patients.file(filing)

    def _unlocking(self, patient: Patient) -> int | None:
        """The line of the journal that unlocked these traits; a PROV record needs none.

        One unlocking serves for one change. Raises `Refused` IV-322.
        """
        types = ("TRAIT_STRICT_UNLOCKED", "TRAIT_STRICT_CHANGED")
        last = next(iter(self._to.journal.of_types(patient.uid, types)), None)
        if last is not None and last.type == "TRAIT_STRICT_UNLOCKED":
            return last.seq
        if patient.status is Status.PROV:
            return None
        raise Refused("IV-322", "A_DEVERROUILLER")


def _to_settle(uid: str, attribut: Attribut) -> TodoNote:
    """A detected homonym waits until it is confirmed or lifted."""
    kind, code = TodoKind.DOUBLON, attribut.value
    return TodoNote(kind=kind, patient_uid=uid, reason=code, rule="IV-213")


def _settled(filing: Filing, attribut: Attribut) -> Filing:
    """With the end of what waited because of this mark."""
    if attribut is not Attribut.HOMD:
        return filing
    return replace(filing, ends=(_to_settle(filing.patient.uid, attribut),))


def _act_of(patient: Patient) -> Act:
    """Editing a strict trait takes back an INS or a control, when there is one (T16)."""
    return Act.SEARCH_CREATE if patient.status is Status.PROV else Act.WITHDRAW


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edited:
    """A form against its record: what was not touched stays exactly as it is stored."""

    traits: Traits
    used_name: str | None = field(repr=False)
    used_first_name: str | None = field(repr=False)


def _edited(patient: Patient, form: TraitsForm, today: date) -> _Edited:
    """Raises the first `InvalidTrait` of a field that was changed."""
    held = form_of(patient.traits, patient.used_name, patient.used_first_name)
    touched = [name for name in _FIELDS if getattr(form, name) != getattr(held, name)]
    checked = check_form(form, today)
    written = {trait for name in touched for trait in _FIELDS[name]}
    used = {"used_name", "used_first_name"}
    problems = [one for one in checked.problems if touched or one.trait in used]
    if problems:
        raise problems[0]
    traits = patient.traits
    if written and checked.traits is not None:
        typed = checked.traits.without_typed()
        traits = replace(traits, **{name: getattr(typed, name) for name in written})
    return _Edited(
        traits=traits,
        used_name=used_text(form.used_name),
        used_first_name=used_text(form.used_first_name),
    )
