"""Own the German wording of what is wrong with a query, by the parser's codes."""

from collections.abc import Mapping

GERMAN_PROBLEMS: Mapping[str, str] = {
    "empty": "Die Anfrage ist leer. Schreib ein Wort: NATO.",
    "too_long": "Die Anfrage ist zu lang; mehr als 1000 Zeichen gehen nicht.",
    "too_deep": "Die Klammern sind zu tief verschachtelt.",
    "too_many_terms": "Es sind zu viele Wörter; mehr als 100 gehen nicht.",
    "only_not": "So träfe fast jeder Artikel zu. Schreib auch ein Wort, das vorkommen soll.",
    "or_not": ("Ein Ausschluss in einer Auswahl träfe fast jeden Artikel. Stell ihn daneben."),
    "mixed_and_or": (
        "Mit AND und OR nebeneinander lässt sich das auf zwei Arten lesen. Wähle eine:"
    ),
    "comma_or_line_break": "Sollen alle Wörter vorkommen oder eines davon? Wähle:",
    "empty_group": "In diesen Klammern steht nichts.",
    "stray_parenthesis": "Diese Klammer wurde nie geöffnet.",
    "unclosed_parenthesis": "Diese Klammer wird nie geschlossen.",
    "unclosed_quote": "Dieses Anführungszeichen wird nie geschlossen.",
    "unclosed_regex": "Diesem Muster fehlt der Schrägstrich am Ende.",
    "missing_operand": "Hier fehlt ein Wort.",
    "missing_word": "Hier fehlt ein Wort.",
    "unknown_field": "Dieses Feld gibt es nicht.",
    "nested_field": "Hier steht ein Feld in einem Feld; eines genügt.",
    "bad_near": "NEAR braucht einen Abstand in Wörtern, ab 1: NEAR/5.",
    "near_operand": "Neben NEAR stehen nur Wörter und Wortgruppen.",
    "bad_count": "Die Anzahl muss eine Zahl ab 1 sein: nuklear >= 3.",
    "lower_case_operator": (
        "Das kleine and, or oder not gilt als AND, OR oder NOT. Als Wort gehört es "
        "in Anführungszeichen."
    ),
    "regex_alone": "Ein Muster allein ist langsam; ein Wort dazu macht es schneller.",
    "region_ignored": "Nur die Sprache zählt, nicht das Land.",
    "path_ignored": "Nur der Name der Seite zählt, nicht der Pfad.",
    "common_word": "Dieses Wort ist eines der häufigsten und trifft sehr viele Artikel.",
    "short_prefix": "Vor dem Stern stehen mindestens drei Buchstaben: ukr*.",
    "leading_star": "Der Stern steht nur am Ende eines Wortes: ukrain*.",
    "star_inside": 'Der Stern steht nur am Ende: ukrain*, "climate chang*".',
    "unknown_sign": "Dieses Zeichen bedeutet hier nichts.",
    "no_word": "Hier steht kein Wort, das man suchen kann.",
    "empty_phrase": "Zwischen diesen Anführungszeichen steht kein Wort.",
    "stray_dash": "Der Strich steht ohne Leerzeichen vor dem Wort, das fehlen soll: -sport.",
    "sign_after_quote": "Nach einer Wortgruppe bedeutet das nichts; Abstand: a NEAR/5 b.",
    "bad_value": "Dieses Feld nimmt einen genauen Namen, ohne Stern und Zeichen.",
    "bad_regex": "Dieses Muster lässt sich nicht lesen (RE2, ohne Vor- und Rückschau).",
    "regex_matches_all": "Dieses Muster passt auch auf nichts, also auf jeden Artikel.",
    "patterns_too_big": "Diese Muster sind zu groß; nimm kleinere Zahlen in den Klammern.",
    "stem_of_phrase": "stem: nimmt ein einzelnes Wort: stem:grenze.",
    "no_word_forms": "Für diese Sprache gibt es keine Wortformen; nimm einen Stern: grenz*.",
    "unknown_alias": "Diese Wortliste gibt es nicht.",
    "unknown_operator": "Dieser Operator heißt anders: AND, OR, NOT oder NEAR/5.",
    "address": "Nach einer Adresse fragt man mit ihrem Namen: site:bbc.co.uk.",
    "count_operand": "Zählen lassen sich nur Wörter, Wortgruppen und Auswahlen.",
    "bracket": "Gruppen stehen in runden Klammern.",
    "star_with_sign": "Dieses Zeichen und ein Stern gehen nicht zusammen.",
    "misplaced": "Das steht hier an der falschen Stelle.",
    "no_alias": "Nach dem @ fehlt der Name einer Wortliste.",
}
