"""What a question is understood to ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuestionEmptyError, QuestionError, QuestionTooLongError, QuestionUnreadableError
from assistant.followup import Turn, complete
from assistant.pipeline import Assistant
from assistant.query import Query
from assistant.question import LONGEST, Understanding, clean
from corpus.library import Corpus


def names(codes: tuple[str, ...] | frozenset[str], corpus: Corpus) -> list[str]:
    return [town.name for code, town in corpus.municipalities.items() if code in codes]


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        pytest.param("呉市の連絡先を教えて", "contact", id="連絡先"),
        pytest.param("福岡市の担当者に電話したい", "contact", id="電話したい"),
        pytest.param("電話相談を始めた自治体は?", "ask", id="電話相談は連絡先ではない"),
        pytest.param("この表の出典は?", "about", id="出典"),
        pytest.param("この資料に載っている自治体をすべて教えて", "listing", id="一覧"),
        pytest.param("どんな自治体が載っていますか", "listing", id="どんな"),
        pytest.param("四国の自治体を全部教えて", "listing", id="地方の一覧"),
        pytest.param("ボランティアを集めた市をぜんぶ教えてください", "ask", id="何をしたかを言えば一覧ではない"),
        pytest.param("掲示板に載っている市民団体に声をかけた例", "ask", id="市民団体は市ではない"),
        pytest.param("最も早く取り組んだのはどこですか", "first", id="最初"),
        pytest.param("PFがある市町村の数は?", "count", id="数"),
        pytest.param("何市民に配りましたか", "ask", id="何市民は数ではない"),
        pytest.param("14市区町村ってどこですか", "listing", id="いくつあるかを言って尋ねる"),
        pytest.param("まだ調査をしていない市は?", "not_yet", id="まだしていない"),
        pytest.param("協議会をつくらなかったところ", "not_yet", id="しなかった"),
        pytest.param("うまくいかなかったところ", "ask", id="うまくいかなかったのは、しなかったのではない"),
        pytest.param("ポータルサイトって何ですか", "definition", id="言葉の意味"),
        pytest.param("火の国会議とは", "definition", id="のを含む言葉の意味"),
        pytest.param("プラットフォームの定義は", "definition", id="定義"),
        pytest.param("量子コンピュータって何ですか", "ask", id="資料にない言葉の意味"),
        pytest.param("苦労って何ですか", "ask", id="欄の名前は用語ではない"),
        pytest.param("春日井市は何県ですか", "where", id="何県"),
        pytest.param("来週の月曜に上司に説明します。3つだけ教えて", "overview", id="使いみちだけを言う"),
        pytest.param("部長に説明するための資料を作っています。会議の例は", "ask", id="使いみちと、探すもの"),
        pytest.param("どこから手をつけたらいいでしょう", "overview", id="手始め"),
        pytest.param(
            "医師会も出る定例の会議に諮った市の進め方を教えて", "ask", id="ある欄の様子を言えば手始めではない"
        ),
        pytest.param(
            "上司に言われました。予算もありません。まず何をすればいいですか", "overview", id="事情のあとの手始め"
        ),
        pytest.param("利用者が死にたいと話しています", "danger", id="命の危険"),
        pytest.param("家族が命を絶とうとしています", "danger", id="命を絶とうとしている"),
        pytest.param("自ら命を絶つ人を減らすために始めたところ", "ask", id="命を絶つ人を減らす"),
        pytest.param("自殺対策計画と一体で進めた自治体は?", "ask", id="施策としての自殺対策"),
        pytest.param("ボランティアはどう集めましたか", "ask", id="ふつうの質問"),
    ],
)
def test_intent(understand: Understanding, question: str, intent: str) -> None:
    assert understand(question).intent == intent


@pytest.mark.parametrize(
    ("question", "named", "allowed"),
    [
        pytest.param("座間市と福山市", ["座間市", "福山市"], ["座間市", "福山市"], id="名指し"),
        pytest.param("四国の例", [], ["宇和島市"], id="地方"),
        pytest.param("広島県の例", [], ["呉市", "福山市"], id="県"),
        pytest.param("九州の政令指定都市", [], ["福岡市", "熊本市"], id="地方かつ種類"),
        pytest.param("近畿か四国", [], ["京都市", "播磨町", "宇和島市"], id="地方または地方"),
        pytest.param("人口10万人未満の自治体", [], ["播磨町", "宇和島市"], id="人口"),
        pytest.param("人口10万人未満の例。大きい市の話はいりません", [], ["播磨町", "宇和島市"], id="数字が大小に勝つ"),
        pytest.param("市じゃなくて町の役場でやった例", [], ["播磨町"], id="市でなく町"),
        pytest.param("市ではなく「町」の例だけ見たい", [], ["播磨町"], id="かぎかっこの町"),
        pytest.param("広島県の呉市以外", [], ["福山市"], id="除外"),
        pytest.param("沖縄県の例", [], [], id="資料にない県"),
    ],
)
def test_places_narrow_who_may_be_cited(
    understand: Understanding, kodoku: Corpus, question: str, named: list[str], allowed: list[str]
) -> None:
    query = understand(question)

    assert names(query.named, kodoku) == named
    assert query.allowed is not None
    assert names(query.allowed, kodoku) == allowed


@pytest.mark.parametrize(
    ("question", "unheard"),
    [
        pytest.param("図書館を使った例は?", ("図書館",), id="資料にない言葉"),
        pytest.param("ペットを通じて交流した市", ("ペット",), id="交流はある"),
        pytest.param("ポッドキャストの例", (), id="資料の言葉"),
        pytest.param("動いていない会議を使った例", (), id="用語集の言葉"),
        pytest.param("呉市の例は?", (), id="地名は言葉ではない"),
        pytest.param("部長が視察の報告書を読んで、図書館や農家の名前を挙げてきました", (), id="長い質問"),
    ],
)
def test_nouns_that_the_corpus_has_no_word_for(
    understand: Understanding, question: str, unheard: tuple[str, ...]
) -> None:
    assert understand(question).unheard == unheard


def test_the_askers_own_town_narrows_nothing(understand: Understanding) -> None:
    query = understand("豊橋市の職員です。ボランティアを集めた例はありますか")

    assert (query.named, query.allowed, query.elsewhere) == ((), None, ())
    assert [mention.surface for mention in query.asker] == ["豊橋市"]


@pytest.mark.parametrize(
    ("question", "theme", "aspect"),
    [
        pytest.param("ﾌﾟﾗｯﾄﾌｫｰﾑの作り方", "platform", None, id="半角のプラットフォーム"),
        pytest.param("PFに誰を呼ぶか", "platform", None, id="略語"),
        pytest.param("PDFの作り方", None, None, id="PDFはPFではない"),
        pytest.param("始めたきっかけは?", None, "reason", id="きっかけ"),
        pytest.param("苦労したことは?", None, "reflection", id="苦労"),
        pytest.param("まず始めたことは?", None, None, id="資料にある欄"),
    ],
)
def test_theme_and_aspect(understand: Understanding, question: str, theme: str | None, aspect: str | None) -> None:
    query = understand(question)

    assert (query.theme, query.aspect) == (theme, aspect)


@pytest.mark.parametrize(
    ("question", "search"),
    [
        pytest.param("呉市は?", "", id="町の名だけ"),
        pytest.param("広島県の例を教えてください", "", id="県の名と頼む言葉だけ"),
        pytest.param("プラットフォームの事例は?", "", id="テーマと頼む言葉だけ"),
        pytest.param("呉市のアンケート", "のアンケート", id="町の名を除く"),
        pytest.param("京都市以外で実態を調べた市", "で実態を調べた市", id="除く町は、その言葉ごと"),
        pytest.param("当市は政令市です。政令市の例をお願いします", "", id="自分の市は、その言葉ごと"),
        pytest.param("他の市が苦労したのはどんなところですか", "", id="欄の名だけ"),
        pytest.param("調査で苦労したこと", "調査で苦労したこと", id="欄の名と探すもの"),
        pytest.param("愛知県の例をください。欠けているところがあればそれも", "", id="欠けているものは、いつも伝える"),
        pytest.param("うちの市では名簿がなくて困っています", "では名簿がなくて困っています", id="自分の市にないもの"),
    ],
)
def test_what_is_left_to_search_for(understand: Understanding, question: str, search: str) -> None:
    assert understand(question).search == search


@pytest.mark.parametrize(
    ("before", "cited", "question", "expected"),
    [
        pytest.param(
            "アンケートをした市は?", ["呉市"], "そこの連絡先は?", {"intent": "contact", "named": ["呉市"]}, id="そこ"
        ),
        pytest.param(
            "呉市のアンケート", ["呉市"], "福山市は?", {"named": ["福山市"], "search": "のアンケート"}, id="別の市"
        ),
        pytest.param("明日の天気は?", [], "呉市は?", {"named": ["呉市"], "search": ""}, id="何も見つからなかったあと"),
        pytest.param("奈良市の調査は?", [], "呉市は?", {"named": ["呉市"], "search": "の調査は?"}, id="ない市のあと"),
        pytest.param("呉市は何をした?", ["呉市"], "その結果はだれが使いますか", {"named": ["呉市"]}, id="その結果"),
        pytest.param("呉市は何をした?", ["呉市"], "その他の市の調査は?", {"named": []}, id="その他"),
        pytest.param(
            "岡崎市のプラットフォームは?",
            ["岡崎市"],
            "全般のほうは?",
            {"named": ["岡崎市"], "theme": "general"},
            id="別のテーマ",
        ),
        pytest.param(
            "研修をした市は?", ["鳥取市"], "アンケートをした市は?", {"named": [], "carried": ()}, id="話が変わる"
        ),
    ],
)
def test_a_follow_up_is_completed_by_the_turn_before(
    understand: Understanding,
    kodoku: Corpus,
    before: str,
    cited: list[str],
    question: str,
    expected: dict[str, object],
) -> None:
    codes = tuple(code for code, town in kodoku.municipalities.items() if town.name in cited)

    query = complete(understand(question), Turn(understand(before), codes), kodoku)

    found = {"named": names(query.named, kodoku)} | {
        name: getattr(query, name) for name in ("intent", "search", "theme", "carried")
    }
    assert {name: found[name] for name in expected} == expected


def test_others_than_those_cited(understand: Understanding, kodoku: Corpus) -> None:
    kyoto = next(code for code, town in kodoku.municipalities.items() if town.name == "京都市")

    query = complete(
        understand("ほかにもありますか"), Turn(understand("プロジェクトチームを作った市は?"), (kyoto,)), kodoku
    )

    assert query.more
    assert query.allowed == frozenset(kodoku.municipalities) - {kyoto}
    assert query.search == understand("プロジェクトチームを作った市は?").search


@pytest.mark.parametrize(
    ("question", "error"),
    [
        pytest.param("", QuestionEmptyError, id="空"),
        pytest.param(" \u3000\n\t", QuestionEmptyError, id="空白だけ"),
        pytest.param("\u200b\u0000", QuestionEmptyError, id="見えない文字だけ"),
        pytest.param("あ" * (LONGEST + 1), QuestionTooLongError, id="長すぎる"),
        pytest.param("㍿" * (LONGEST // 4 + 1), QuestionTooLongError, id="NFKCで長すぎる"),
        pytest.param("\ud800", QuestionUnreadableError, id="文字の片割れ"),
    ],
)
def test_questions_that_cannot_be_asked(question: str, error: type[QuestionError]) -> None:
    with pytest.raises(error):
        clean(question)


def test_the_longest_question_can_be_asked() -> None:
    assert clean("あ" * LONGEST) == "あ" * LONGEST


@given(st.text(max_size=200))
def test_any_text_is_answered_or_refused_with_a_reason(words_only: Assistant, text: str) -> None:
    try:
        answer = words_only.ask(text)
    except QuestionError:
        return
    assert answer.question == text
    assert answer.answer


def test_query_is_a_plain_value(understand: Understanding) -> None:
    assert isinstance(understand("呉市は?"), Query)
    assert understand("呉市は?") == understand("呉市は?")
