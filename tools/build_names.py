"""Build src/layoutfix/data/names.npz: given names and surnames of people, as hashes.

    python -m tools.build_names      # needs the extra ``train``: Faker's lists (MIT)

Only names of scripts that have capitals are kept; the others put no sign on a name. The same
version of Faker gives the same file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from layoutfix.language.lexicon import NAME_BITS, hash_text, short_keys
from tools.build_characters import DATA, save
from tools.build_lexicon import pack_keys

KINDS = {"given": "first_name", "family": "last_name"}


def names(kind: str) -> Iterator[str]:
    """All words of the lists of one kind, of every country that Faker knows."""
    import faker.providers.person as people

    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in vars(provider):
            if KINDS[kind] not in attribute:
                continue
            listed = getattr(provider, attribute)
            if not callable(listed) and not isinstance(listed, property):
                yield from (
                    part for name in listed if isinstance(name, str) for part in name.split()
                )


def keys(kind: str) -> npt.NDArray[np.uint32]:
    """The sorted hashes of the names that begin with a capital and have no other mark."""
    chosen = sorted({name for name in names(kind) if name.isalpha() and name[0].isupper()})
    hashes = np.array([hash_text(name) for name in chosen if len(name) > 1], np.uint64)
    print(f"{kind}: {len(hashes)} names")
    return np.unique(short_keys(hashes, NAME_BITS))


def main() -> None:
    """Write the file."""
    arrays = {}
    for kind in KINDS:
        arrays[f"{kind}_low"], arrays[f"{kind}_high"] = pack_keys(keys(kind))
    save(DATA / "names.npz", **arrays)
    print(f"{(DATA / 'names.npz').stat().st_size} bytes")


if __name__ == "__main__":
    main()
