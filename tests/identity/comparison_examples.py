"""The worked examples of rule book §7.3, C01 to C45, and one example for every other row."""

from __future__ import annotations

from dataclasses import dataclass

from builders import official, some_traits
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.traits import TRAIT_NAMES, Traits

E, A, D, N = Verdict.EGAL, Verdict.ACCEPTABLE, Verdict.DISCORDANT, Verdict.NON_COMPARE


@dataclass(frozen=True)
class Example:
    """One comparison of one trait; the other traits agree unless the example says otherwise."""

    id: str
    trait: str
    known: Traits
    official: Traits
    verdict: Verdict
    code: str

    @property
    def rule(self) -> str:
        """The step of §7.2 that judges this trait."""
        return f"7.2-{TRAIT_NAMES.index(self.trait) + 1}"


def a_name(label: str, local: str, insi: str | None, verdict: Verdict, code: str) -> Example:
    known, other = some_traits(birth_name=local), official(birth_name=insi)
    return Example(label, "birth_name", known, other, verdict, code)


def a_first(label: str, local: str, insi: str | None, verdict: Verdict, code: str) -> Example:
    known = some_traits(first_name=local, first_names=None)
    return Example(label, "first_name", known, official(first_names=insi), verdict, code)


def a_list(label: str, local: str | None, insi: str | None, verdict: Verdict, code: str) -> Example:
    first = (local or "ELODIE").split()[0]
    known = some_traits(first_name=first, first_names=local)
    return Example(label, "first_names", known, official(first_names=insi), verdict, code)


def a_date(label: str, local: str, insi: str | None, verdict: Verdict, code: str) -> Example:
    known = some_traits(birth_date=local[:10], birth_date_interpreted=local.endswith("*"))
    return Example(label, "birth_date", known, official(birth_date=insi), verdict, code)


def a_sex(label: str, local: str | None, insi: str | None, verdict: Verdict, code: str) -> Example:
    return Example(label, "sex", some_traits(sex=local), official(sex=insi), verdict, code)


def a_place(
    label: str, local: str | None, insi: str | None, verdict: Verdict, code: str
) -> Example:
    known, other = some_traits(birth_place=local), official(birth_place=insi)
    return Example(label, "birth_place", known, other, verdict, code)


RULE_BOOK = (
    a_name("C01", "Lefèvre-Aubry", "LEFEVRE-AUBRY", E, "CASSE_DIACRITIQUE"),
    a_name("C02", "LEFEVRE AUBRY", "LEFEVRE-AUBRY", A, "SEPARATEUR"),
    a_name("C03", "L\u2019Hostis", "L'HOSTIS", E, "TYPOGRAPHIE"),
    a_name("C04", "L HOSTIS", "L'HOSTIS", A, "SEPARATEUR"),
    a_name("C05", "LHOSTIS", "L'HOSTIS", D, "ESPACEMENT"),
    a_name("C06", "DELACROIXETTE", "DE LACROIXETTE", D, "ESPACEMENT"),
    a_name("C07", "PONTVERT--SABLE", "PONTVERT SABLE", A, "SEPARATEUR"),
    a_name("C08", "PONTVERT", "PONTVERT SABLE", D, "NOM_TRONQUE"),
    a_name("C09", "GARANCEAU", "TILLEUL", D, "NOM_USAGE_POUR_NAISSANCE"),
    a_name("C10", "TILLEULE", "TILLEUL", D, "FAUTE_DE_FRAPPE"),
    a_name("C11", "Müllereau", "MULLEREAU", E, "CASSE_DIACRITIQUE"),
    a_name("C12", "MUELLEREAU", "MULLEREAU", D, "TRANSLITTERATION_MRZ"),
    a_name("C13", "Œillard", "OEILLARD", E, "LIGATURE"),
    a_name("C14", "Nguyễn Vanneau", "NGUYEN VANNEAU", E, "CASSE_DIACRITIQUE"),
    a_first("C15", "Élodie", "ELODIE MARTHE ROSE", E, "PREMIER_DE_LISTE"),
    a_first("C16", "Jean-Baptistin", "JEAN BAPTISTIN LUC", A, "SEPARATEUR"),
    a_first("C17", "Jean", "JEAN-BAPTISTIN LUC", A, "PRENOM_COMPOSE"),
    a_first("C18", "Marie Odile", "MARIE ODILE", E, "PREMIER_DE_LISTE"),
    a_first("C19", "Odile", "MARIE ODILE", D, "PRENOM_NON_PREMIER"),
    a_first("C20", "Kévin", "KEVYN", D, "FAUTE_DE_FRAPPE"),
    a_first("C21", "Alex", "ALEXANDRA", D, "DIMINUTIF"),
    a_first("C22", "Anne", "ANNELIESE", D, "PRENOM_DIFFERENT"),
    a_first("C23", "M'Barka", "M BARKA", A, "SEPARATEUR"),
    a_list("C24", "Élodie Marthe", "ELODIE MARTHE ROSE", A, "LISTE_INCOMPLETE"),
    a_list("C25", None, "ELODIE MARTHE ROSE", A, "COMPLETION"),
    a_list("C26", "ELODIE ROSE MARTHE", "ELODIE MARTHE ROSE", D, "ORDRE_PRENOMS"),
    # C27 is refused at entry: see test_identity_traits.py.
    a_date("C28", "1978-03-09", "1978-03-09", E, "IDENTIQUE"),
    a_date("C29", "1978-09-03", "1978-03-09", D, "INVERSION_JOUR_MOIS"),
    a_date("C30", "1952-12-31*", "1952-00-00", A, "DATE_INTERPRETEE"),
    a_date("C31", "1952-01-01*", "1952-00-00", D, "MAUVAISE_COMPLETION"),
    a_date("C32", "1952-07-01*", "1952-07-00", A, "DATE_INTERPRETEE"),
    a_date("C33", "1952-01-14*", "1952-00-14", A, "DATE_INTERPRETEE"),
    a_date("C34", "1952-12-31*", "1952-05-17", D, "DATE_PRECISEE"),
    a_sex("C35", "F", "F", E, "IDENTIQUE"),
    a_sex("C36", "M", "F", D, "SEXE"),
    a_sex("C37", "I", "F", A, "COMPLETION"),
    a_place("C38", "63999", "63999", E, "IDENTIQUE"),
    a_place("C39", "99999", "63999", A, "COMPLETION"),
    a_place("C40", "63999", None, A, "ABSENT_INSI"),
    a_place("C41", "75056", "75112", A, "ARRONDISSEMENT"),
    a_place("C42", "75112", "75113", D, "LIEU"),
    a_place("C43", "99352", "99350", D, "PAYS"),
    a_place("C44", "20050", "2B050", A, "CODE_ANCIEN"),
    a_place("C45", "63000", "63113", D, "CODE_POSTAL"),
)

STEPS = (
    # 7.2-1, nom de naissance
    a_name("name equal", "TILLEUL", "TILLEUL", E, "IDENTIQUE"),
    a_name("name absent", "TILLEUL", None, N, "ABSENT"),
    a_name(
        "nothing shared, another spelling", "PLATANEAU", "TILLEUL", D, "NOM_USAGE_POUR_NAISSANCE"
    ),
    a_name("last of two names kept", "SABLE", "PONTVERT SABLE", D, "NOM_TRONQUE"),
    a_name("one name too many", "PONTVERT SABLE", "PONTVERT", D, "NOM_TRONQUE"),
    a_name("letters in common, no word", "PONT", "PONTVERT SABLE", D, "NOM_USAGE_POUR_NAISSANCE"),
    a_name("neighbours swapped", "TILELUL", "TILLEUL", D, "FAUTE_DE_FRAPPE"),
    a_name("one letter lost", "TILEUL", "TILLEUL", D, "FAUTE_DE_FRAPPE"),
    a_name("one letter changed", "TILLEUX", "TILLEUL", D, "FAUTE_DE_FRAPPE"),
    a_name("ligature and hyphen", "Œil-Dor", "OEIL-DOR", E, "LIGATURE"),
    a_name("no-break space", "ROUX\u00a0NOIREL", "ROUX NOIREL", E, "TYPOGRAPHIE"),
    a_name("separator wins over case", "Lefèvre Aubry", "LEFEVRE-AUBRY", A, "SEPARATEUR"),
    Example(
        "another name of another person",
        "birth_name",
        some_traits(birth_name="PLATANEAU", birth_date="1980-03-09"),
        official(),
        D,
        "NOM_DIFFERENT",
    ),
    Example(
        "another name of another first name",
        "birth_name",
        some_traits(birth_name="PLATANEAU", first_name="GILDAS", first_names=None),
        official(),
        D,
        "NOM_DIFFERENT",
    ),
    Example(
        "another name of the other sex",
        "birth_name",
        some_traits(birth_name="PLATANEAU", sex="M"),
        official(),
        D,
        "NOM_DIFFERENT",
    ),
    a_name("one word shared, the rest differs", "SABLE ROUX", "PONTVERT SABLE", D, "NOM_DIFFERENT"),
    # 7.2-2, premier prénom
    a_first("list absent", "Élodie", None, N, "ABSENT"),
    a_first("whole list", "Marie Odile Rose", "MARIE ODILE ROSE", E, "PREMIER_DE_LISTE"),
    a_first("cut at an apostrophe", "M", "M'BARKA ROSE", A, "PRENOM_COMPOSE"),
    a_first("hyphen against a list", "Jean-Luc", "JEAN LUC", A, "SEPARATEUR"),
    a_first("third of the list", "Rose", "ELODIE MARTHE ROSE", D, "PRENOM_NON_PREMIER"),
    a_first("inside a compound", "Baptistin", "JEAN-BAPTISTIN LUC", D, "PRENOM_NON_PREMIER"),
    a_first("glued", "Jeanluc", "JEAN-LUC MARIE", D, "ESPACEMENT"),
    a_first("cut in two", "Anne Liese", "ANNELIESE MARIE", D, "ESPACEMENT"),
    a_first("machine zone", "Juergen", "JURGEN MARIE", D, "TRANSLITTERATION_MRZ"),
    a_first("diminutive before a list", "Alex", "ALEXANDRE LUC", D, "DIMINUTIF"),
    a_first("another", "Gildas", "ELODIE MARTHE ROSE", D, "PRENOM_DIFFERENT"),
    # 7.2-3, liste des prénoms
    a_list("lists absent", None, None, N, "ABSENT"),
    a_list("lists equal", "ELODIE MARTHE", "ELODIE MARTHE", E, "IDENTIQUE"),
    a_list("accents of a list", "Élodie Marthe", "ELODIE MARTHE", E, "CASSE_DIACRITIQUE"),
    a_list("typography of a list", "Jean\u2013Luc Marie", "JEAN-LUC MARIE", E, "TYPOGRAPHIE"),
    a_list("ligature of a list", "Lætitia Rose", "LAETITIA ROSE", E, "LIGATURE"),
    a_list("hyphen in a list", "JEAN-LUC MARIE", "JEAN LUC MARIE", A, "SEPARATEUR"),
    a_list("INSi list shorter", "ELODIE MARTHE ROSE", "ELODIE", A, "LISTE_INCOMPLETE"),
    a_list("prefix of the words", "JEAN LUC", "JEAN-LUC MARIE", A, "LISTE_INCOMPLETE"),
    a_list("prefix of the letters", "ELODIE MARTH", "ELODIE MARTHE", D, "LISTE_DIFFERENTE"),
    a_list("another list", "ELODIE GILDAS", "ELODIE MARTHE ROSE", D, "LISTE_DIFFERENTE"),
    # 7.2-4, date de naissance
    a_date("date absent", "1978-03-09", None, N, "ABSENT"),
    a_date("equal, marker set", "1978-03-09*", "1978-03-09", A, "DATE_INTERPRETEE"),
    a_date("completed without marker", "1952-07-01", "1952-07-00", A, "DATE_INTERPRETEE"),
    a_date("lunar month", "1952-01-14*", "1952-15-14", A, "DATE_INTERPRETEE"),
    a_date("lunar, wrongly completed", "1952-12-31*", "1952-00-14", D, "MAUVAISE_COMPLETION"),
    a_date("incomplete, another year", "1953-12-31*", "1952-00-00", D, "DATE_DIFFERENTE"),
    a_date("incomplete, far away", "1961-05-17", "1952-00-00", D, "DATE_DIFFERENTE"),
    a_date("one digit", "1978-03-08", "1978-03-09", D, "FAUTE_DE_FRAPPE"),
    a_date("same year, no marker", "1952-12-31", "1952-05-17", D, "DATE_DIFFERENTE"),
    a_date("swapped in another year", "1977-09-03", "1978-03-09", D, "DATE_DIFFERENTE"),
    # 7.2-5, sexe
    a_sex("sex unknown here", None, "F", N, "ABSENT"),
    a_sex("sex unknown there", "F", None, N, "ABSENT"),
    a_sex("indeterminate against M", "I", "M", A, "COMPLETION"),
    a_sex("F against M", "F", "M", D, "SEXE"),
    # 7.2-6, lieu de naissance
    a_place("place unknown on both sides", None, None, A, "ABSENT_INSI"),
    a_place("place never recorded", None, "63999", A, "COMPLETION"),
    a_place("arrondissement of Lyon", "69385", "69123", A, "ARRONDISSEMENT"),
    a_place("arrondissement of Marseille", "13055", "13216", A, "ARRONDISSEMENT"),
    a_place("Lyon against Paris", "69123", "75112", D, "LIEU"),
    a_place("beyond the last arrondissement", "75056", "75121", D, "LIEU"),
    a_place("Corse-du-Sud", "2A004", "20004", A, "CODE_ANCIEN"),
    a_place("another Corsican commune", "20050", "2B051", D, "LIEU"),
    a_place("one half of Corsica against the other", "2A050", "2B050", D, "LIEU"),
    a_place("France against abroad", "63999", "99352", D, "LIEU"),
    a_place("postcode of an arrondissement", "75012", "75112", D, "CODE_POSTAL"),
    a_place("postcode of Lyon", "69005", "69385", D, "CODE_POSTAL"),
    a_place("postcode of Corsica", "20200", "2B033", D, "CODE_POSTAL"),
    a_place("another commune", "63113", "63114", D, "LIEU"),
)
