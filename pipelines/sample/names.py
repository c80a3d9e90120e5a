"""Names of invented people, customers and products, Chinese and English.

Belongs here: word lists and how names are put together. Any likeness to real people or firms is chance.
Does not belong here: who these people are (`people`), what customers buy (`market`).
"""

from __future__ import annotations

import numpy as np

from pipelines.sample.timeline import Ints

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN = (
    "伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂英", "建华",
    "文博", "雨桐", "子涵", "浩然", "思远", "欣怡", "梓萱", "俊杰", "晓东", "志强", "丽华", "海燕", "国栋", "春梅", "嘉琪", "天宇", "若曦", "一鸣",
    "书瑶", "振华", "佳宁", "立新", "雪梅", "家豪", "婷婷", "鹏飞", "秀兰",
)  # fmt: skip
_FIRST = (
    "Oliver", "Amelia", "Harry", "Isla", "Jack", "Ava", "George", "Emily", "Noah", "Grace", "Charlie", "Sophie",
    "Leo", "Freya", "Oscar", "Alice", "Arthur", "Daisy", "Henry", "Ruby", "Thomas", "Clara", "William", "Elsie",
    "Lucas", "Martha", "Felix", "Hannah", "Max", "Nora", "Samuel", "Iris", "Edward", "Lena", "Daniel", "Greta",
)  # fmt: skip
_LAST = (
    "Bennett", "Carter", "Dawson", "Ellis", "Fletcher", "Grant", "Harper", "Irving", "Jennings", "Keller",
    "Lawson", "Mercer", "Norris", "Osborne", "Palmer", "Quinn", "Reeves", "Sawyer", "Turner", "Underwood",
    "Vaughn", "Walsh", "Yates", "Zimmer", "Ashby", "Becker", "Collins", "Draper", "Evans", "Foster",
)  # fmt: skip
_LONG_NAME = "Maximiliane-Alexandra von Hohenberg-Roth"

_PLACES = (
    "华东", "苏州", "宁波", "杭州", "南京", "上海", "合肥", "北京", "天津", "济南", "青岛", "大连", "沈阳", "西安", "广州", "深圳", "东莞", "佛山",
    "厦门", "长沙", "武汉", "成都", "Northgate", "Harbour", "Summit", "Meridian", "Lakeside", "Bluepeak", "Ironbridge",
    "Silverline",
)  # fmt: skip
_WORDS = (
    "恒信", "宏远", "鼎盛", "瑞丰", "天成", "博雅", "新科", "华瑞", "中泰", "德邦", "金石", "明达", "Orion", "Vertex", "Cobalt",
    "Juniper", "Pinnacle", "Quartz", "Solstice", "Tidewater", "Northstar", "Beacon",
)  # fmt: skip
INDUSTRIES = ("manufacturing", "retail", "energy", "healthcare", "logistics", "finance", "education", "telecoms")
_KINDS_ZH = ("制造", "商贸", "能源", "医疗", "物流", "金融", "教育", "通信")
_KINDS_EN = ("Works", "Stores", "Power", "Medical", "Freight", "Capital", "Learning", "Telecom")
PRODUCT_LINES = ("sensors", "controllers", "software", "services")
_PRODUCT_WORDS = (
    "Aster", "Borealis", "Cirrus", "Delta", "Ember", "Fjord", "Gale", "Helix", "Indigo", "Jade", "Krypton",
    "Lumen", "Mistral", "Nimbus", "Onyx",
)  # fmt: skip


def person_names(rng: np.random.Generator, count: int) -> list[tuple[str, str]]:
    """Return `count` pairs (full name, locale): about two thirds Chinese, the fourth a very long one; a repeated name gets no mark, as in life."""
    chinese = rng.random(count) < 0.65
    names: list[tuple[str, str]] = []
    for is_chinese in chinese:
        if is_chinese:
            names.append((_SURNAMES[rng.integers(len(_SURNAMES))] + _GIVEN[rng.integers(len(_GIVEN))], "zh_CN"))
        else:
            names.append((f"{_FIRST[rng.integers(len(_FIRST))]} {_LAST[rng.integers(len(_LAST))]}", "en"))
    if count > 3:
        names[3] = (_LONG_NAME, "en")
    return names


def account_names(rng: np.random.Generator, industries: Ints) -> list[str]:
    """Return a customer name for each industry index."""
    places = rng.integers(len(_PLACES), size=len(industries))
    words = rng.integers(len(_WORDS), size=len(industries))
    return [_account_name(_PLACES[place], _WORDS[word], int(kind)) for place, word, kind in zip(places, words, industries, strict=True)]


def _account_name(place: str, word: str, kind: int) -> str:
    if place.isascii() or word.isascii():
        return f"{place} {word} {_KINDS_EN[kind]} Ltd"
    return f"{place}{word}{_KINDS_ZH[kind]}有限公司"


def product_name(index: int) -> str:
    """Return the name of product `index`."""
    generation = index // len(_PRODUCT_WORDS) + 1
    return f"{_PRODUCT_WORDS[index % len(_PRODUCT_WORDS)]} {generation}00"
