"""Seeded damage: to the bytes of a file, to the members of its zip, and to the XML of a part with the checksums kept right."""
import re

from book import Parts, csv, ods, parts

BASES = ("xlsx", "inline", "csv", "ods")
ODD = [b"", b"0", b"-1", b"1e999", b"NaN", b"4294967295", b"4294967296", b"18446744073709551615", b"99999999999999999999", b"A0", b"XFD1048576", b"XFE1048577", b"ZZZZZZZZ9",
       b"\xff\xfe", b"&#0;", b"&#x110000;", b"&x;", b"<", b"]]>", b"_x0000_", b"2025-13-45", b"0000-00-00", "é\u202e".encode()]


def bytes_damaged(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(data) or 1)
        match chance.randrange(5):
            case 0: data[at:at + 1] = bytes([chance.randrange(256)])
            case 1: data[at:at + 1] = bytes([(data[at] if at < len(data) else 0) ^ (1 << chance.randrange(8))])
            case 2: del data[at:at + chance.randrange(1, 200)]
            case 3: data[at:at] = data[at // 2:at // 2 + chance.randrange(1, 200)]
            case 4: data[at:at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f"))
    return bytes(data) if chance.random() < 0.9 else bytes(data[: chance.randrange(len(data) + 1)])


def text_damaged(data, chance):
    """An attribute, a text or a tag is exchanged."""
    for _ in range(chance.choice((1, 1, 2, 6))):
        spots = list(re.finditer(chance.choice((rb'="([^"]*)"', rb">([^<]+)<", rb"<(/?[a-zA-Z:]+)", rb"(<[^>]*>)")), data))
        if not spots:
            return bytes_damaged(data, chance)
        spot, other = chance.choice(spots), chance.choice(spots)
        new = chance.choice((chance.choice(ODD), other.group(1), spot.group(1) * 2, spot.group(1) + b"9" * 12))
        data = data[: spot.start(1)] + new + data[spot.end(1):]
    return data


def members_damaged(members, chance):
    names = list(members)
    one, other = chance.choice(names), chance.choice(names)
    match chance.randrange(6):
        case 0: members[one], members[other] = members[other], members[one]
        case 1: del members[one]
        case 2: members[one] = members[other]
        case 3: members[one.upper()] = members[one]
        case _: members[one] = text_damaged(members[one], chance)
    return members


def mutant(base, chance):
    kind = chance.choice(BASES)
    if kind == "csv":
        return "List_3.csv", bytes_damaged(csv(base[2]), chance)
    ending = "ods" if kind == "ods" else "xlsx"
    whole = _members(kind, base)
    if chance.random() < 0.25:
        return f"annex-a.{ending}", bytes_damaged(_zipped(kind, base), chance)
    return f"annex-a.{ending}", members_damaged(Parts(whole), chance).zipped()


_KEPT = {}


def _members(kind, base):
    if kind not in _KEPT:
        _KEPT[kind] = ods(base) if kind == "ods" else parts(base, inline=kind == "inline")
    return _KEPT[kind]


def _zipped(kind, base):
    if (kind, "zip") not in _KEPT:
        _KEPT[kind, "zip"] = _members(kind, base).zipped()
    return _KEPT[kind, "zip"]
