"""What a written sentence may say of the quotes that it cites."""

from pathlib import Path

import pytest

from assistant.evaluation.checking import measure_checker, read_triples
from assistant.writing.alignment import Alignment
from assistant.writing.compared import Source, reader_of
from assistant.writing.sentences import sentences_of
from assistant.writing.support import Checker
from corpus.library import Corpus
from embeddings.light_encoder import LightEncoder
from embeddings.model import locate

TRIPLES = sorted((Path(__file__).parents[2] / "data/checker").glob("*triples.jsonl"))
SOURCES = {
    1: Source(
        "令和3年度より、火の国会議への参加、および庁内におけるプロジェクトチームを立ち上げました。", "熊本市", "熊本県"
    ),
    2: Source("本市では、地方版PFは未設置です。", "福山市", "広島県"),
    3: Source("調査に協力いただいた団体に対して、協定の締結について協力を依頼しました。", "京都市", "京都府"),
    4: Source("既設置の「相談連絡会」に関係部署を加え「地域協議会」を設置", "市原市", "千葉県"),
    6: Source("住民の声を集め、条例を定めました。地域協議会に趣旨を説明しました。", "播磨町", "兵庫県"),
    5: Source("団体によっては、負担が大きくなるのではという意見もありました。", "岡崎市", "愛知県"),
    7: Source("推進会議において、連携プラットフォームを分科会的位置づけとすることを決定しました。", "鳥取市", "鳥取県"),
    8: Source("関係課において、事業を検討するため、各分野の職員に聞き取りをしました。", "呉市", "広島県"),
    9: Source("使われていない名簿を活用することにしました。空き家の台帳がないか洗い出しました。", "播磨町", "兵庫県"),
}


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        pytest.param("地域協議会のほうから、市に趣旨が説明されました[6]。", "unsupported", id="側を入れ替える"),
        pytest.param("条例を定め、その後で住民の声を集めました[6]。", "unsupported", id="順を入れ替える"),
        pytest.param("住民の声を集め、その後、条例を定めました[6]。", "supported", id="順のとおり"),
        pytest.param("まず住民の声を集めてください[6]。", "unsupported", id="読み手への指図"),
        pytest.param("連携プラットフォームは、推進会議の分科会のような位置づけです[7]。", "supported", id="何を何と"),
        pytest.param(
            "推進会議が、連携プラットフォームの分科会にあたるとされました[7]。", "unsupported", id="何を何と、逆"
        ),
        pytest.param("播磨町は、使われていない名簿を活用することにしました[9]。", "supported", id="何を使う"),
        pytest.param(
            "播磨町は、空き家の台帳を名簿の作り直しに活用することにしました[9]。",
            "unsupported",
            id="何を使う、入れ替え",
        ),
        pytest.param("呉市は事業を検討するため、どの分野の職員にも聞き取りをしました[8]。", "supported", id="各とどの"),
        pytest.param("呉市は事業を検討するため、どの市民にも聞き取りをしました[8]。", "unsupported", id="どの、広げた"),
        pytest.param(
            "熊本市の動きは、火の国会議への参加とプロジェクトチームの立ち上げの2点です[1]。", "supported", id="数え上げ"
        ),
        pytest.param("熊本市は、庁内に2つのプロジェクトチームを立ち上げました[1]。", "unsupported", id="作られた数"),
        pytest.param("NPO法人あおぞらの会は、住民の声を集めました[6]。", "unsupported", id="作られた法人"),
        pytest.param("熊本市は、令和3年度に庁内のプロジェクトチームを立ち上げました[1]。", "supported", id="言い換え"),
        pytest.param("熊本市は、2021年度に庁内のプロジェクトチームを立ち上げました[1]。", "supported", id="西暦"),
        pytest.param("福山市は、地方版プラットフォームが未設置です[2]。", "supported", id="表記の違い"),
        pytest.param("熊本市は、庁内のプロジェクトチームを立ち上げました。", "unsupported", id="番号がない"),
        pytest.param("熊本市は、庁内のプロジェクトチームを立ち上げました[9]。", "unsupported", id="ない番号"),
        pytest.param("熊本市は、庁内のプロジェクトチームを立ち上げました[2]。", "unsupported", id="違う番号"),
        pytest.param(
            "福山市の地方版PFは未設置で[2]、熊本市はプロジェクトチームを立ち上げました[1]。", "supported", id="番号ごと"
        ),
        pytest.param(
            "福山市の地方版PFは未設置で[1]、熊本市はプロジェクトチームを立ち上げました[2]。",
            "unsupported",
            id="入れ替わった番号",
        ),
        pytest.param("京都市は、調査に協力した団体に協定の締結への協力を依頼しました[3]。", "supported", id="誰が誰に"),
        pytest.param("調査に協力した団体が、京都市に協定の締結を依頼しました[3]。", "unsupported", id="誰が誰に、逆"),
        pytest.param("「相談連絡会」をもとに「地域協議会」を設置したのが市原市です[4]。", "supported", id="何から何を"),
        pytest.param(
            "市原市は「地域協議会」をもとに「相談連絡会」を設置しました[4]。", "unsupported", id="何から何を、逆"
        ),
        pytest.param("岡崎市では、すべての団体から負担を案じる意見がありました[5]。", "unsupported", id="広げすぎ"),
        pytest.param(
            "地方版PFは熊本市が未設置で、福山市はプロジェクトチームを立ち上げています[1][2]。",
            "unsupported",
            id="市が入れ替わった",
        ),
        pytest.param("福山市は、地方版PFを設置しました[2]。", "unsupported", id="打ち消しが消えた"),
        pytest.param(
            "熊本市は火の国会議に参加し、参加費の助成も受けています[1]。", "unsupported", id="書き足された事実"
        ),
        pytest.param("京都市は、庁内のプロジェクトチームを立ち上げました[1]。", "unsupported", id="違う市"),
        pytest.param("横浜市も、庁内のプロジェクトチームを立ち上げました[1]。", "unsupported", id="資料にない市"),
        pytest.param("熊本市は、令和4年度に庁内のプロジェクトチームを立ち上げました[1]。", "unsupported", id="違う年"),
        pytest.param("熊本市は、「火の国チーム」を立ち上げました[1]。", "unsupported", id="作られた名前"),
        pytest.param("熊本市は、庁内のプロジェクトチームを立ち上げていません[1]。", "unsupported", id="打ち消し"),
        pytest.param("熊本市は、火の国会議への参加を見送りました[1]。", "unsupported", id="言葉での打ち消し"),
        pytest.param("火の国会議については、096-328-2111でご確認ください[1]。", "unsupported", id="電話番号"),
        pytest.param(
            "火の国会議については、熊本市健康福祉政策課にお問い合わせください[1]。", "unsupported", id="作られた課"
        ),
        pytest.param("火の国会議は https://example.com で見られます[1]。", "unsupported", id="アドレス"),
        pytest.param("熊本市の佐藤さんは、火の国会議に参加しました[1]。", "unsupported", id="作られた人"),
        pytest.param(
            "プロジェクトチームの立ち上げで、相談件数が大きく増加しました[1]。", "unsupported", id="作られた効果"
        ),
    ],
)
def test_one_sentence(kodoku: Corpus, sentence: str, support: str) -> None:
    checker = Checker(reader_of(kodoku))
    assert [checker.support(written, SOURCES) for written in sentences_of(sentence)] == [support]


NEVER = ("swapped_town", "swapped_number", "invented_programme", "wrong_citation", "contact")


def test_labelled_triples_keep_their_figures(kodoku: Corpus) -> None:
    """What is named, counted or cited otherwise never passes; the rest by words alone, a whole file held out."""
    report = measure_checker({file.name: read_triples(file) for file in TRIPLES}, Checker(reader_of(kodoku)))
    assert {kind: report["verdicts"][kind]["supported"] for kind in NEVER} == dict.fromkeys(NEVER, 0)
    at = {one["cut"]: one for one in report["cross_validated"] if one["held_out"] == "file"}
    assert at[0.45]["faithful_kept"] >= 0.93
    assert at[0.7]["unsupported_passed"] <= 0.05
    assert at[0.7]["negation"] >= 0.94
    kinds = ("invented_name_no_brackets", "invented_effect", "swapped_roles", "over_generalisation", "half_true")
    assert min(at[0.7][kind] for kind in kinds) >= 0.85


def test_the_model_lets_more_of_what_is_faithful_stay(kodoku: Corpus, model_folder: Path) -> None:
    encoder = LightEncoder(locate(str(model_folder), model_folder.parent))
    files = {file.name: read_triples(file) for file in TRIPLES if file.name.startswith(("third", "fourth"))}
    by_words, in_context = (
        measure_checker(files, Checker(reader_of(kodoku), alignment))["figures"]
        for alignment in (None, Alignment(encoder.encode_tokens))
    )
    assert in_context["faithful_kept"] >= by_words["faithful_kept"]
    assert in_context["unsupported_kept"] <= by_words["unsupported_kept"]
