"""The three looks of the screens: dark, light, and one of highest contrast for projectors and weak eyes."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="kiosk-dark",
    primary="#5aa9e6",
    secondary="#8fb8de",
    accent="#7fd1c7",
    foreground="#dfe7ef",
    background="#0f141b",
    surface="#161d27",
    panel="#202a37",
    success="#2f9e6e",
    warning="#d9a13b",
    error="#d64545",
    dark=True,
    variables={
        "footer-background": "#161d27",
        "footer-key-foreground": "#7fd1c7",
        "border": "#33445a",
        "text-muted": "#93a4b7",
    },
)

LIGHT: Final = Theme(
    name="kiosk-light",
    primary="#1b66a8",
    secondary="#4a6f93",
    accent="#0b7a6f",
    foreground="#16202b",
    background="#f3f5f8",
    surface="#ffffff",
    panel="#e2e8ef",
    success="#1e7d50",
    warning="#e0a020",
    error="#b3261e",
    dark=False,
    variables={
        "footer-background": "#e2e8ef",
        "footer-key-foreground": "#0b7a6f",
        "border": "#aebccb",
        "text-muted": "#526375",
    },
)

CONTRAST: Final = Theme(
    name="kiosk-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#00c853",
    warning="#ffd600",
    error="#d50000",
    dark=True,
    variables={
        "footer-background": "#000000",
        "footer-key-foreground": "#ffff00",
        "border": "#ffffff",
        "text-muted": "#e0e0e0",
    },
)

THEMES: Final = (DARK, LIGHT, CONTRAST)


def following(name: str) -> str:
    """The theme after this one, round and round."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]
