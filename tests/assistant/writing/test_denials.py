"""What a claim may deny."""

import pytest

from assistant.writing.denials import is_denied_otherwise


@pytest.mark.parametrize(
    ("claim", "quote", "otherwise"),
    [
        pytest.param("着手していません", "そのようなことには着手せず、", False, id="同じ打ち消し"),
        pytest.param("着手しました", "そのようなことには着手せず、", True, id="打ち消しが消えた"),
        pytest.param("着手しませんでした", "まず着手しました", True, id="打ち消しが増えた"),
        pytest.param("設置しました", "地方版は未設置です", True, id="未が消えた"),
        pytest.param("まだ設置していません", "地方版は未設置です", False, id="未の言い換え"),
        pytest.param("福祉部門に限らず配置", "福祉部門だけではなく配置", False, id="だけではなく"),
        pytest.param("行動連携よりも情報連携を進めます", "情報連携ではなく行動連携を進めます", True, id="逆の選び方"),
        pytest.param("薄れないように広報を続けます", "広報を続けます", False, id="ないように"),
    ],
)
def test_denials(claim: str, quote: str, otherwise: bool) -> None:
    assert is_denied_otherwise(claim, quote) is otherwise
