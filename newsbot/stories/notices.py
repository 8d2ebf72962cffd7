"""Own the words by which outlets say that they correct or withdraw a report; it compares nothing.

Each list holds how newsrooms of that language mark it: before the headline, and as a sentence of
its own above or below the text.
"""

import re

_CORRECTED = """
    correction corrected corrects corrigendum clarification clarified
    korrektur korrigiert berichtigung berichtigt richtigstellung klarstellung
    correctif rectificatif rectification corrigé erratum précision
    corrección corregido rectificación fe\\ de\\ errores aclaración
    rettifica errata\\ corrige correzione precisazione
    correção errata retificação
    correctie rectificatie gecorrigeerd
    rättelse rettelse retting korrigering oikaisu korjattu
    sprostowanie korekta oprava upřesnění helyesbítés corectură rectificare erată düzeltme
    διόρθωση исправление исправлено уточнение поправка виправлення виправлено уточнення
    поправка корекция תיקון تصحيح توضيح تصویب सुधार भूल\\ सुधार แก้ไข
    訂正 更正 정정 đính\\ chính ralat koreksi
"""
_WITHDRAWN = """
    withdrawn retracted retraction kill\\ notice advisory-withdrawn
    zurückgezogen widerruf retiré rétractation retirado retractación ritirato ritrattazione
    ingetrokken tilbagetrukket tillbakadragen wycofane staženo visszavonva отозвано отзыв\\ новости
    відкликано سحب\\ الخبر 撤回 撤稿 撤稿声明
"""


def _opening(words: str) -> re.Pattern[str]:
    """Return the pattern of a headline that one of these words is set before, or behind."""
    spelled = "|".join(sorted(re.split(r"(?<!\\)\s+", words.strip()), key=len, reverse=True))
    word = rf"(?:{spelled})\w{{0,3}}(?:\s*\d+)?"
    return re.compile(
        rf"^\W*{word}(?:\s?[:：】\])]|[-–—]|\.\s)|[\[(【]\s*{word}\s*[\])】]\W*$", re.IGNORECASE
    )


_CORRECTED_TITLE = _opening(_CORRECTED)
_WITHDRAWN_TITLE = _opening(_WITHDRAWN)
_CORRECTING = re.compile(
    r"""^(?:\W*corrects\ |\W*(?:refiles|repeats)\ to\ correct|\W*(?:editor['’]?s?\ note\W+)?(?:
    (?:an?\ )?(?:earlier|previous|original)\ versions?\ of\ (?:this|the)\b
    |this\ (?:article|story|report|page|piece|headline)\ (?:was|has\ been)\ (?:\w+\ ){0,2}
        (?:corrected|amended|clarified)
    |in\ (?:einer|der)\ (?:früheren|ersten|vorherigen|ursprünglichen)\ (?:version|fassung)\b
    |(?:eine|die)\ (?:frühere|erste|vorherige|ursprüngliche)\ (?:version|fassung)\b
    |une\ (?:première|précédente)\ version\ de\ (?:cet|ce)\b
    |(?:una|en\ una)\ versión\ (?:anterior|previa)\ de\ est
    |(?:una|in\ una)\ (?:precedente\ versione|versione\ precedente)\ di\ quest
    |(?:uma|em\ uma|numa)\ versão\ anterior\ dest
    |(?:een|in\ een)\ (?:eerdere|vorige)\ versie\ van\ dit
    |(?:w\ )?(?:poprzedni|wcześniejsz)\w+\ wersj\w+\ (?:tego|artykułu)
    |в\ (?:предыдущей|первоначальной|более\ ранней)\ версии\b
    |у\ (?:попередній|первісній)\ версії\b
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_NOTICE = 400
"""A correction is a sentence or two; a longer line that begins like one is a text about it."""


def is_corrected_title(title: str) -> bool:
    """Say whether a headline is marked as corrected or as a correction."""
    return _CORRECTED_TITLE.search(title) is not None


def is_withdrawn_title(title: str) -> bool:
    """Say whether a headline is marked as withdrawn."""
    return _WITHDRAWN_TITLE.search(title) is not None


def correction_in(text: str) -> str:
    """Return the line of a text that corrects what it said before, "" when none does."""
    for line in text.splitlines():
        told = line.strip()
        if not told or len(told) > _LONGEST_NOTICE:
            continue
        opening = _CORRECTED_TITLE.match(told)
        if (opening is not None and opening.end() < len(told)) or _CORRECTING.match(told):
            return told
    return ""
