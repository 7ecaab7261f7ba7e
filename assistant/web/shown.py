"""Parts of the page that show the corpus: what they show can be exchanged once the page is laid out."""

from typing import Any

from gradio.components import Component


def show(component: Component, **values: Any) -> None:
    """Has a component show other values on every page that is opened from now on.

    Gradio sends a component by its attributes, but builds it anew from what it was made with after each update of it.
    """
    for name, value in values.items():
        setattr(component, name, value)
        component.constructor_args[name] = value
