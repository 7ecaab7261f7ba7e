"""Prompts as package data: Markdown files whose sections are the messages of a chat."""

import re
from importlib.resources import files

from langchain_core.prompts import ChatPromptTemplate

_SECTION = re.compile(r"^## (system|human)\s*$", re.MULTILINE)


class PromptError(Exception):
    """A prompt file lacks a section, or asks for other variables than the caller fills in."""


def load_prompt(name: str, variables: frozenset[str]) -> ChatPromptTemplate:
    """The prompt in `<name>.md`; `variables` are those that the caller will fill in.

    Raises PromptError, naming the variables, if the file asks for others, or if it has no sections.
    """
    content = (files("prompts") / f"{name}.md").read_text(encoding="utf-8")
    _, *sections = _SECTION.split(content)
    if not sections:
        raise PromptError(f"{name}.md has no '## system' or '## human' section")
    messages = [(role, body.strip()) for role, body in zip(sections[::2], sections[1::2], strict=True)]
    template = ChatPromptTemplate.from_messages(messages)
    if set(template.input_variables) != variables:
        raise PromptError(f"{name}.md asks for {sorted(template.input_variables)}, given {sorted(variables)}")
    return template
