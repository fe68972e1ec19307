"""What the practitioner says of the records that the prior-record search shows (S14, IV-204)."""

from __future__ import annotations

from dataclasses import replace

from insdesk.errors import Refused
from insdesk.identity import resemblance
from insdesk.identity.compare import Comparison
from insdesk.qualification import prior, reception
from insdesk.qualification.bench import Bench
from insdesk.qualification.steps import Judgement, Run


class SearchingUse(Bench):
    """Use cases about that list. Nothing is written: judgements are filed with a creation."""

    def narrow(self, run: Run, letters: str) -> Run:
        """Local lane. The list shortened to names that begin so; no letters: the whole list.

        A record that resembles the patient stays, whatever its letters. Raises `Refused` IV-200
        beyond three letters.
        """
        start = prior.letters_of(letters)
        shortened = replace(run, letters=start, listed=True)
        found = self._to.patients.born_on(prior.dates_of(run), start)
        alike = [one.patient for one in run.prior if one.resemblance is not None]
        shown = prior.with_list(shortened, prior.listed(run, (*alike, *found)))
        return self._searched(shown, ["date", "lettres"] if start else ["date"], len(found))

    def open_prior(self, run: Run, uid: str) -> Run:
        """Local lane. This record is the patient's: the run goes on with it, nothing is created.

        Raises `Refused` IV-204 about a record that the search did not show.
        """
        if uid not in {one.patient.uid for one in run.prior}:
            raise Refused("IV-204", "HORS_LISTE")
        opened = reception.with_record(run, self._to.patients.get(uid))
        said = opened.answer is not None or opened.app is not None
        return reception.compared(opened) if said else opened

    def beside(self, run: Run, uid: str) -> Comparison:
        """GUI. The patient at the desk and one record of the list, trait by trait.

        Raises `Refused` IV-204 about a record that the search did not show.
        """
        one = next((each.patient for each in run.prior if each.patient.uid == uid), None)
        traits = prior.subject(run)
        if one is None or traits is None:
            raise Refused("IV-204", "HORS_LISTE")
        return resemblance.side_by_side(traits, one.traits)

    def judge(self, run: Run, uid: str, judgement: Judgement, reason: str = "") -> Run:
        """GUI. What is said of one record; raises `Refused` IV-210 when it has the matricule."""
        return prior.judge(run, uid, judgement, reason)

    def none_of_these(self, run: Run) -> Run:
        """GUI. The rest of the list are other people; raises `Refused` IV-200, IV-211."""
        return prior.none_of_these(run)
