"""What differs between languages when a page is laid out: small tables, one row a language."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Traits:
    """How a language breaks lines.

    `anywhere`: chance that a layout may break between any two letters (1 in Chinese and Japanese,
    some in Korean); `ideographic`: no space between its words; `hyphens`: chance that a layout
    hyphenates; `marks`: the characters such a hyphen may be, by weight; `widths`: column widths of
    a layout in display columns; `indents`: first lines.
    """

    anywhere: float
    ideographic: bool
    hyphens: float
    marks: tuple[tuple[str, float], ...]
    widths: tuple[int, int]
    indents: tuple[str, ...]
    items: tuple[str, ...]


HYPHEN = (("-", 88.0), ("\u2010", 4.0), ("\u00ad", 4.0), ("\u00ac", 4.0))
FRAKTUR = (
    ("-", 70.0),
    ("\u2010", 4.0),
    ("\u00ad", 4.0),
    ("\u00ac", 8.0),
    ("\u2e17", 8.0),
    ("=", 6.0),
)
SPACES = ("  ", "   ", "    ", "     ", "\t", " ")
WIDE = ("\u3000\u3000", "\u3000\u3000", "    ", "\u3000", "  ", "\u3000\u3000")
LATIN_ITEMS = (
    "- ",
    "* ",
    "\u2022 ",
    "{i}. ",
    "{i}) ",
    "({a}) ",
    "({i}) ",
    "\u2013 ",
    "{a}. ",
    "{r}. ",
    "[{i}] ",
)
CJK_ITEMS = (
    "- ",
    "\u2022 ",
    "{i}. ",
    "{i}．",
    "（{z}）",
    "{z}、",
    "（{i}）",
    "({i})",
    "●",
    "·",
    "{c}",
    "{i}、",
)

GENERIC = Traits(0.0, False, 0.45, HYPHEN, (24, 100), SPACES, LATIN_ITEMS)
TRAITS = {
    "zh": Traits(1.0, True, 0.15, HYPHEN[:1], (20, 84), WIDE, CJK_ITEMS),
    "ja": Traits(
        1.0,
        True,
        0.15,
        HYPHEN[:1],
        (24, 84),
        ("\u3000", "\u3000", "　　", "  ", "\u3000"),
        CJK_ITEMS,
    ),
    "ko": Traits(0.5, False, 0.0, HYPHEN[:1], (24, 90), ("\u3000", "  ", " ", "   "), LATIN_ITEMS),
    "en": Traits(0.0, False, 0.45, HYPHEN, (14, 100), SPACES, LATIN_ITEMS),
    "de": Traits(0.0, False, 0.6, FRAKTUR, (24, 100), SPACES, LATIN_ITEMS),
}


def traits(lang: str) -> Traits:
    """Return the language's row, or the one of a generic Latin language.

    >>> traits("zh").ideographic, traits("sv").ideographic
    (True, False)
    """
    return TRAITS.get(lang, GENERIC)


SENTENCE_END = re.compile(r"[.!?。！？…．；;:：][\"'”’」』）)»\]]*$")
SENTENCES = re.compile(r"(?<=[a-zß-ÿ][.!?])[\"”]? (?=[\"“„«]?[A-ZÄÖÜÉ])")
HAN = r"\u3400-\u9fff\u3040-\u30ff\uf900-\ufaff"
_BESIDE = re.compile(rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{HAN}])")
HALF_WIDTH = str.maketrans(
    {"，": ",", "（": "(", "）": ")", "；": ";", "：": ":", "？": "?", "！": "!"}
)
FULL_DIGITS = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
# Characters whose traditional form is the same in every word.
_PAIRS = (
    "国國会會业業产產经經济濟发發开開关關东東长長时時间間问問题題实實现現进進与與为為这這来來对對个個们們动動"
    "务務员員区區场場车車电電无無见見规規观觀应應报報记記议議论論设設计計许許证證评評识識语語说說读讀请請调調"
    "谈談认認让讓训訓讲講级級纪紀红紅约約纳納线線组組织織终終结結统統绩績续續维維网網总總练練绿綠缩縮编編"
    "门門闻聞阅閱队隊阳陽阶階际際陆陸险險随隨难難农農军軍单單战戰据據择擇护護换換损損摄攝态態怀懷惊驚户戶"
    "机機权權条條极極构構标標树樹样樣桥橋检檢欢歡气氣汉漢沟溝没沒泽澤测測热熱爱愛环環确確础礎码碼种種积積"
    "称稱稳穩简簡类類粮糧职職联聯胜勝脑腦节節艺藝苏蘇药藥营營虽雖补補装裝视視览覽觉覺触觸财財责責贵貴费費"
    "资資赛賽质質贸貿购購贯貫轻輕转轉软軟输輸边邊达達运運还還远遠违違连連选選适適邮郵钱錢铁鐵银銀锋鋒"
    "顺順须須顾顧预預领領频頻颜顏风風飞飛饭飯马馬驻駐验驗鱼魚鸟鳥龙龍齐齊归歸当當录錄强強体體优優传傳伤傷"
    "价價众眾亿億仅僅从從众眾儿兒兰蘭兴興养養冲衝净淨减減创創办辦务務劳勞势勢华華协協参參双雙变變听聽"
    "启啟员員响響团團园園围圍图圖圆圓圣聖块塊坚堅声聲处處备備头頭奋奮奖獎妇婦学學宁寧宝寶审審宪憲宽寬寻尋导導"
    "岁歲岛島带帶帮幫库庫庆慶广廣张張弹彈彻徹径徑忆憶"
)
TRADITIONAL = str.maketrans(dict(zip(_PAIRS[0::2], _PAIRS[1::2], strict=True)))


def spaced(text: str) -> str:
    """Put a space between Han or kana and Latin letters or digits, as some pages do.

    >>> spaced("推进5G轻量化")
    '推进 5G 轻量化'
    """
    return _BESIDE.sub(" ", text)
