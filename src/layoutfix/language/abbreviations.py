"""Abbreviations that a full stop belongs to: a line that ends with one goes on.

Those that stand before a name, a number or a reference, which is where a line end parts them, in
the languages of the word list. An abbreviation that ends sentences as often (``etc.``, ``p.m.``)
is no evidence and isn't listed.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from layoutfix.language.lexicon import Hashes, hash_text
from layoutfix.model import Flags

__all__ = ["abbreviates"]

_TITLES = (
    "mr mrs ms messrs dr prof rev hon st ste gen col lt capt cmdr sgt maj adm gov sen rep pres "
    "hr hrn fr frl frau dipl ing phil med jur geb verh verw kgl kgr hl "
    "mme mlle mm mgr me sr sra srta srs dn dna don da dott sig sigg avv arch cav on "
    "dhr mevr mej drs hr fru frk stud cand kand hra rva d-r г гг гр тов акад проф им ул св "
    "pan mgr inż dyr ul al św ks płk gen por kpt dl bul str nám tř jud phdr mudr dl dna"
)
_REFERENCES = (
    "no nos nr nrn num núm vol vols fig figs tab eq eqs sec sect art arts par ch chap ed eds trans "
    "pp cf viz ca approx vs op cit ibid ref refs app suppl "
    "bd bde abb abschn kap anm bzw vgl sog sogen ggf evtl insb bes zit hrsg aufl jg hft taf "
    "cap lib tom tomo págs pág pag pagg fasc ép éd coll env av bl afb blz bijv dgl resp "
    "рис табл стр том вып напр см ср т.е т.к rys tab zob np por wyd obr č čís str sv roč "
    "s.k ks esim mm nro jf jfr bl.a f.eks t.ex dvs kuva pl ill old köt sz vö örn bkz yay "
    "σελ βλ πρβλ"
)


_WORDS = (
    "no art arts par sec app arch on me add col gen rep sen st hon pan op ed ill old tom cap lib "
    "al ref vs don da adm port dl za trans env mir ks tab coll"
)
"""Those that are words too, which end sentences."""


@cache
def _known(surely: bool) -> Hashes:
    words = {word for word in f"{_TITLES} {_REFERENCES}".split() if word.isalpha()}
    words -= set(_WORDS.split()) if surely else set()
    return np.sort(np.array([hash_text(word) for word in words], np.uint64))


def abbreviates(hashes: Hashes, surely: bool = False) -> Flags:
    """Whether each word, without its full stop, is such an abbreviation.

    Args:
        hashes: of the words.
        surely: whether those are left out that are words too and end sentences (``No.``).

    >>> words = ("Mrs", "No", "house")
    >>> known = np.array([hash_text(word) for word in words], np.uint64)
    >>> abbreviates(known).tolist(), abbreviates(known, surely=True).tolist()
    ([True, True, False], [True, False, False])
    """
    known = _known(surely)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    found: Flags = known[place] == hashes
    return found
