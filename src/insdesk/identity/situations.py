"""Special situations (rule book §10): what to do, said calmly. For care, nothing changes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

CARE_GOES_ON = "Rien ne change pour les soins."
"""The first thing to know in every situation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One row of §10. `text` is for the practitioner, `does` says what this desk does by itself."""

    id: str
    label: str
    text: str
    does: str
    source: str


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        id="P01",
        label="La personne n’a pas d’INS",
        text="Touriste, personne non déclarée ou jamais inscrite en France : l’absence d’INS est "
        "normale. L’identité reste provisoire, ou validée avec son passeport.",
        does="Si INSi ne trouve personne, le statut ne bouge pas et rien n’est signalé comme "
        "une erreur.",
        source="C SEED-B; VALI D",
    ),
    Situation(
        id="P02",
        label="Identité non prouvée ou suspecte",
        text="La personne ne peut pas prouver qui elle est, ou un doute existe : marquez "
        "l’identité douteuse. Le doute se lève plus tard, avec une pièce.",
        does="Une identité douteuse reste provisoire et INSi n’est pas interrogé.",
        source="C SEED-B, FRC-335",
    ),
    Situation(
        id="P03",
        label="Anonymat prévu par la loi",
        text="Ouvrez un dossier au nom choisi et marquez-le fictif. N’y notez rien qui le relie "
        "à la véritable identité.",
        does="Une identité fictive reste provisoire, INSi n’est pas interrogé et aucun lien "
        "n’est gardé.",
        source="C SEED-B, FRC-335; lien D",
    ),
    Situation(
        id="P04",
        label="La personne ne montre pas de pièce",
        text="C’est son droit. Sans pièce, et si vous ne la connaissez pas, l’identité n’est pas "
        "qualifiée : ses documents n’iront pas dans Mon espace santé.",
        does="Le refus est noté, le statut ne bouge pas.",
        source="C SEED-A",
    ),
    Situation(
        id="P05",
        label="La personne s’oppose à l’INS",
        text="La loi demande de référencer les données de santé avec l’INS : on ne peut pas s’y "
        "opposer, mais chacun peut voir et faire rectifier ses données. Expliquez, sans exiger "
        "de pièce.",
        does="Le refus est noté, le statut ne bouge pas.",
        source="C IUCT, IDF",
    ),
    Situation(
        id="P06",
        label="Nouveau-né",
        text="L’INS n’existe souvent pas encore et le deuxième prénom manque : gardez une "
        "identité provisoire et interrogez INSi à une prochaine visite.",
        does="L’identité reste provisoire ; les prénoms se complètent plus tard.",
        source="P",
    ),
    Situation(
        id="P07",
        label="Nom ou sexe changé à l’état civil",
        text="INSi donne les nouveaux traits, parfois un nouveau matricule. Interrogez-le à "
        "nouveau et comparez avec la pièce à jour.",
        does="Les anciens traits et l’ancien matricule restent dans l’historique et ne sont plus "
        "transmis.",
        source="C PADOA; P",
    ),
    Situation(
        id="P08",
        label="Adoption, mesure de protection",
        text="À la demande, l’ancienne identité n’est plus montrée. Seule la nouvelle sert.",
        does="L’historique est gardé ; il ne paraît pas sur l’écran tourné vers le patient.",
        source="P",
    ),
    Situation(
        id="P09",
        label="La carte est celle du conjoint",
        text="Le prénom ou le sexe ne concordent pas : la réponse concerne une autre personne. "
        "Demandez la bonne carte, ou cherchez par les traits.",
        does="La réponse n’est pas prise et aucun dossier n’est créé avec elle.",
        source="D",
    ),
    Situation(
        id="P10",
        label="Jumeaux",
        text="Même nom, même date, même lieu : c’est le premier prénom qui les distingue. "
        "Vérifiez-le sur la pièce.",
        does="Les deux dossiers ne sont jamais proposés à la fusion ; la marque « homonyme » est "
        "proposée.",
        source="D",
    ),
    Situation(
        id="P11",
        label="Personne décédée",
        text="Il n’y a plus de qualification à faire. L’INS déjà qualifiée reste valable pour "
        "les données existantes.",
        does="Le statut ne bouge pas.",
        source="P",
    ),
    Situation(
        id="P12",
        label="Numéro d’attente devenu définitif",
        text="Le matricule d’attente (NIA) a été remplacé par un NIR : interrogez INSi à nouveau.",
        does="L’ancien matricule est gardé dans l’historique, avec sa période.",
        source="C MOS",
    ),
    Situation(
        id="P13",
        label="Carte Vitale illisible ou oubliée",
        text="Interrogez INSi avec les traits et demandez une pièce d’identité.",
        does="Sans carte Vitale, la procédure d’exception n’est pas proposée.",
        source="C SEED-A",
    ),
    Situation(
        id="P14",
        label="Plusieurs orthographes dans le dossier",
        text="C’est la pièce d’identité qui décide. Corrigez le dossier d’après elle, puis "
        "comparez à nouveau.",
        does="Rien n’est choisi à votre place.",
        source="D",
    ),
)
"""The rows of §10, in its order."""


def situation(id_: str) -> Situation:
    """The row of this id; raises KeyError for any other."""
    return {one.id: one for one in SITUATIONS}[id_]
