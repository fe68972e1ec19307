"""The steps behind « Voir comment faire »: short, for someone who is alone at the desk."""

from __future__ import annotations

from collections.abc import Mapping

HOW_TO: Mapping[str, str] = {
    "CardServiceStopped": "1. Windows : ouvrez « Services », choisissez « Carte à puce », puis "
    "« Démarrer ».\n2. Linux : dans un terminal, sudo systemctl start pcscd.\n3. Débranchez et "
    "rebranchez le lecteur : insdesk le voit aussitôt.",
    "CardServiceAbsent": "1. Linux : installez le paquet pcscd, puis redémarrez l’ordinateur.\n"
    "2. Windows et macOS : le composant est fourni avec le système, une mise à jour le rétablit.",
    "PractitionerCardExpired": "1. Vérifiez la date imprimée sur la carte.\n2. Demandez votre "
    "nouvelle carte à l’Agence du numérique en santé.\n3. En attendant, la base et les exports "
    "restent utilisables.",
    "PractitionerComponentAbsent": "1. Installez « Cryptolib CPS » depuis l’espace CPS de "
    "l’Agence du numérique en santé.\n2. Redémarrez insdesk.",
    "PinBlocked": "1. Retrouvez le courrier qui portait votre code porteur : il contient aussi un "
    "code de déblocage à huit chiffres.\n2. Débloquez la carte avec l’outil de l’Agence du "
    "numérique en santé.\n3. Sans ce courrier, demandez une nouvelle carte.",
    "InsiClockWrong": "1. Ouvrez les réglages de date et d’heure de l’ordinateur.\n2. Choisissez "
    "l’heure automatique par Internet.\n3. Réessayez.",
    "DatabaseDamaged": "1. Fermez insdesk.\n2. Copiez la dernière sauvegarde du dossier "
    "« backups » à la place du fichier de la base.\n3. Gardez le fichier altéré à part.",
    "DatabaseNewer": "1. Installez la dernière version d’insdesk sur ce poste.\n2. Le fichier n’a "
    "pas été touché.",
    "DatabaseOfOtherEnvironment": "1. Fermez insdesk.\n2. Choisissez dans les réglages "
    "l’environnement de ce fichier, ou un autre dossier de données.",
}
"""Failure name → numbered steps."""
