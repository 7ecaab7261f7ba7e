"""An element of a page → its words: paragraphs and <br> as lines, list items as bullets; nothing of it is markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
    address article aside blockquote caption center dd details div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td
    tfoot th thead tr ul
""",
    )
)
_UNSEEN = frozenset(["script", "style", "template", "noscript", "head", "iframe", "object", "svg", "math", "select"])
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
# A line that ends within a Japanese sentence of the page's source is no blank.
_WRAPPED = re.compile(rf"(?<=[{_JAPANESE}])[ \t\f]*[\r\n]\s*(?=[{_JAPANESE}])")


@dataclass
class _Lines:
    """Words as they come, cut into lines; a line's mark (bullet) is put before its first words."""

    done: list[str] = field(default_factory=list)
    open: str = ""
    mark: str = ""

    def add(self, words: str) -> None:
        words = _BLANKS.sub(" ", _WRAPPED.sub("", words))
        if not self.open:
            words = words.lstrip(" ")
        if words:
            self.open += words

    def end(self) -> None:
        if line := self.open.strip(" "):
            self.done.append(self.mark + line)
            self.mark = ""
        self.open = ""


@dataclass(frozen=True, slots=True)
class _End:
    """The end of a block, on the stack behind its contents."""

    is_item: bool


def words_of_element(element: LexborNode) -> str:
    """The words in an element, in lines. Walks with a stack of its own: pages nest as deep as they like."""
    lines = _Lines()
    stack: list[LexborNode | _End] = list(reversed(list(_children(element))))
    while stack:
        node = stack.pop()
        if isinstance(node, _End):
            lines.end()
            if node.is_item:
                lines.mark = ""
        elif node.is_text_node:
            lines.add(node.text_content or "")
        elif node.tag == "br":
            lines.end()
        elif node.tag not in _UNSEEN and not node.is_comment_node:
            if node.tag in _BLOCKS:
                lines.end()
                if node.tag == "li":
                    lines.mark = _mark(node)
                stack.append(_End(node.tag == "li"))
            stack += reversed(list(_children(node)))
    lines.end()
    return "\n".join(lines.done)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _mark(item: LexborNode) -> str:
    """What a browser draws before a list item, indented by how deep it is nested."""
    depth, parent = 0, item.parent
    while parent is not None and parent.tag not in ("td", "th", "table"):
        depth += parent.tag in ("ul", "ol", "menu")
        parent = parent.parent
    indent = "　" * max(0, depth - 1)
    if item.parent is None or item.parent.tag != "ol":
        return f"{indent}・"
    number, before = 1, item.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    return f"{indent}{number}. "
