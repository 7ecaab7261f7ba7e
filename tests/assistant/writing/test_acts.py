"""Who acts on whom, in what a town tells."""

import pytest

from assistant.writing.acts import OWN, UNKNOWN, Act, acts
from corpus.words import words_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("趣旨を説明しました", [Act("説明", OWN, (), False)], id="町が話し手"),
        pytest.param("団体が市に説明しました", [Act("説明", "団体", (OWN,), False)], id="町が受け手"),
        pytest.param("呉市が団体に説明しました", [Act("説明", OWN, ("団体",), False)], id="名のある町"),
        pytest.param(
            "団体から助言を受けました", [Act("助言", "団体", (), True), Act("受ける", UNKNOWN, (), True)], id="受ける"
        ),
        pytest.param("学識者(大学の先生)より助言をいただき、", [Act("助言", "学識者", (), True)], id="括弧のある人"),
        pytest.param("ゲストに語ってもらいました", [Act("語る", "ゲスト", (), False)], id="頼まれてする"),
        pytest.param("会議で説明されました", [Act("説明", UNKNOWN, (), True)], id="誰がしたか分からない"),
        pytest.param("説明したのは団体の側です", [Act("説明", "団体", (), False)], id="あとから言う"),
        pytest.param(
            "課が検討する資料を配りました",
            [Act("検討", "課", (), False), Act("配る", OWN, (), False)],
            id="名詞の前の節",
        ),
    ],
)
def test_acts(text: str, found: list[Act]) -> None:
    assert acts(words_of(text, split="short"), {"呉市"}) == found
