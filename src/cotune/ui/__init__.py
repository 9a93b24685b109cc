"""The face of cotune: the live widget, the panel's kernel side, magics and static reprs."""

from cotune.ui.show import announce, inline, mimebundle, panel

__all__ = ["announce", "inline", "mimebundle", "panel"]
