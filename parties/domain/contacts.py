"""What somebody learns of a contact detail who does not need it."""

HIDDEN = "●●●"
#: From so many digits on, seven may be shown and enough stay hidden.
SHOWN_IN_PART = 8


def mask_contact(kind: str, value: str) -> str:
    """Return enough to know that there is one and to tell two apart: 697 ●●● 4410, m●●●@●●●."""
    if kind in {"mobile", "phone"}:
        return f"{value[:3]} {HIDDEN} {value[-4:]}" if len(value) >= SHOWN_IN_PART else HIDDEN
    if kind == "email":
        return f"{value[:1]}{HIDDEN}@{HIDDEN}"
    return HIDDEN
