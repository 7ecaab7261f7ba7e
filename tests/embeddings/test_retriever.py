"""Words, glossary and vectors together: which passages come first."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.glossary import Glossary
from corpus.library import Corpus
from corpus.scope import Scope
from embeddings.index import VectorIndex
from embeddings.retriever import FULL, Retriever

FUKUYAMA, KURE = "342076", "342025"


@pytest.fixture(scope="module")
def retriever(kodoku) -> Retriever:
    return Retriever(kodoku)


@pytest.fixture(scope="module")
def index(kodoku, shared_encoder, tmp_path_factory):
    index = VectorIndex(
        tmp_path_factory.mktemp("home") / "index",
        replace(kodoku, scope=Scope(within=("会議は?",))),
        shared_encoder.fingerprint,
    )
    index.prepare(shared_encoder, print)
    yield index
    index.close()


def rewritten(corpus: Corpus, texts: dict[str, str]) -> Corpus:
    """The corpus with these texts under `general`, by town, and no others."""
    entries = [e for e in corpus.entries if e.theme == "general" and e.municipality.name in texts]
    return replace(
        corpus,
        entries=tuple(
            e.model_copy(update={"text": texts[e.municipality.name], "text_status": "complete"}) for e in entries
        ),
    )


@pytest.mark.parametrize(
    ("question", "entry", "words"),
    [
        pytest.param("ポッドキャスト", "232025-岡崎市-general-first_step", "ポットキャスト", id="元の文の誤記も"),
        pytest.param("ﾎﾟｯﾄｷｬｽﾄ", "232025-岡崎市-general-first_step", "ポッドキャスト", id="半角カナ"),
        pytest.param("火の国会議", "431001-熊本市-general-first_step", "火の国会議", id="固有の名"),
        pytest.param("動いていない会議を使う", "283827-播磨町-platform-first_step", "形骸化", id="用語集から"),
        pytest.param("アンケートをした市は", "342025-呉市-general-first_step", "市民意識調査", id="調査"),
        pytest.param("PFが未設置の市は", "342076-福山市-platform-first_step", "未設置", id="未設置"),
    ],
)
def test_by_words_alone_the_best_passage(retriever, question, entry, words):
    hits = retriever.search(question, None, None, None)
    assert hits.similarity is None
    assert all(hit.similarity is None for hit in hits.passages)
    first = [hit.passage for hit in hits.passages[:3] if hit.passage.entry.id == entry]
    assert words in "".join(passage.text for passage in first)


def test_a_row_that_only_refers_is_never_a_hit(retriever, index, shared_encoder):
    for vector, where in ((None, None), (shared_encoder.encode_query("参照"), index)):
        hits = retriever.search("孤独・孤立対策全般 参照", vector, where, None)
        assert len(hits.passages) == 50
        assert {hit.passage.entry.text_status for hit in hits.passages} == {"complete", "partial"}


@pytest.mark.parametrize("by_meaning", [pytest.param(False, id="言葉だけ"), pytest.param(True, id="意味も")])
@pytest.mark.parametrize(
    ("codes", "towns"),
    [
        pytest.param({FUKUYAMA}, {"福山市"}, id="1つ"),
        pytest.param({FUKUYAMA, KURE}, {"福山市", "呉市"}, id="2つ"),
        pytest.param({"131148"}, set(), id="本文のない町"),
        pytest.param({"999999"}, set(), id="知らない番号"),
        pytest.param(set(), set(), id="どこでもない"),
    ],
)
def test_only_the_towns_with_these_codes(retriever, index, shared_encoder, codes, towns, by_meaning):
    vector = shared_encoder.encode_query("会議") if by_meaning else None
    hits = retriever.search("会議", vector, index, codes)
    assert {hit.passage.entry.municipality.name for hit in hits.passages} == towns


def test_a_filter_leaves_the_order_by_words_as_it_was(retriever):
    everywhere = retriever.search("庁内の会議", None, None, None).passages
    here = retriever.search("庁内の会議", None, None, {FUKUYAMA, KURE}).passages
    assert [h.passage.id for h in here] == [
        h.passage.id for h in everywhere if h.passage.entry.municipality.code in {FUKUYAMA, KURE}
    ]


def test_a_town_is_no_better_an_answer_for_being_looked_at_alone(retriever, index, shared_encoder):
    vector = shared_encoder.encode_query("庁内の会議")
    everywhere = retriever.search("庁内の会議", vector, index, None).passages
    here = retriever.search("庁内の会議", vector, index, {FUKUYAMA, KURE}).passages
    assert here == tuple(h for h in everywhere if h.passage.entry.municipality.code in {FUKUYAMA, KURE})


def test_where_only_a_part_of_the_corpus_is_looked_up_the_towns_asked_for_are_among_it(
    retriever, index, shared_encoder, monkeypatch
):
    monkeypatch.setattr("embeddings.retriever._DEEPEST", 3)
    vector = shared_encoder.encode_query("市民意識調査")
    hits = retriever.search("市民意識調査", vector, index, {FUKUYAMA})
    assert [hit.similarity is not None for hit in hits.passages].count(True) >= 3
    assert len(hits.similarity.passages) > 3


def test_a_hit_shows_the_parts_of_its_score(retriever, index, shared_encoder):
    vector = shared_encoder.encode_query("お金に困る人の会議")
    hits = retriever.search("お金に困る人の会議", vector, index, None)
    near, asked = (
        np.array([np.nan if value is None else value for value in values])
        for values in zip(*((hit.similarity, hit.asked) for hit in hits.passages), strict=True)
    )
    by_meaning = (near - near.mean()) / near.std()
    by_asked = np.nan_to_num((asked - np.nanmean(asked)) / np.nanstd(asked))
    wanted = FULL.meaning * by_meaning + FULL.asked * by_asked
    parts = [
        FULL.own_words * hit.own_words + FULL.asked_words * hit.asked_words + FULL.other_words * hit.other_words
        for hit in hits.passages
    ]
    scores = [hit.score for hit in hits.passages]
    assert scores == sorted(scores, reverse=True)
    assert np.subtract(scores, parts) == pytest.approx(wanted, abs=1e-4)
    for part in ("own_words", "asked_words", "other_words"):
        assert any(getattr(hit, part) for hit in hits.passages)
    assert hits.similarity.passages.keys() >= {hit.passage.id for hit in hits.passages}


def test_a_question_in_other_words_finds_the_passage_that_it_is_expected_for(kodoku):
    """None of its words stands in the passage, and no glossary helps."""
    plain = replace(kodoku, glossary=Glossary(), asked={})
    question = "てんでばらばらの帳簿を片づけた"
    first = plain.passages[0]
    assert {hit.score for hit in Retriever(plain).search(question, None, None, None).passages} == {0.0}

    expecting = Retriever(replace(plain, asked={(first.id,): ("帳簿をてんでに付けている",)}))

    assert expecting.search(question, None, None, None).passages[0].passage == first


def test_meaning_tells_apart_what_words_do_not(kodoku, index, shared_encoder):
    """No word of the question is known: every passage scores alike by words."""
    retriever = Retriever(kodoku, replace(FULL, asked=0))
    wanted = next(p for p in retriever._passages if p.entry.id == "342025-呉市-general-first_step")
    vector = shared_encoder.encode_query(f"呉市 {wanted.text}")
    assert {hit.score for hit in retriever.search("きゃりーぱみゅ", None, None, None).passages} == {0.0}
    assert retriever.search("きゃりーぱみゅ", vector, index, None).passages[0].passage == wanted


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("防災訓練をした。" * 8, id="ほかの話が長い"),
        pytest.param("\n".join(f"{n}回目の会合を開いた。" for n in range(20)), id="文が多い"),
    ],
)
def test_a_row_is_not_favoured_for_having_more_sentences(kodoku, more):
    """Two rows hold the same sentence; one of them has many more. Their best passages are equal."""
    same = "市民に聞き取りをした。"
    corpus = rewritten(kodoku, {"呉市": same, "福山市": same + more, "熊本市": "説明会を開いた。"})
    hits = Retriever(corpus).search("聞き取りをした市", None, None, None).passages
    best = {}
    for hit in hits:
        best.setdefault(hit.passage.entry.municipality.name, hit.score)
    assert best["呉市"] == pytest.approx(best["福山市"])
    assert best["呉市"] > best["熊本市"]


SENTENCES = st.lists(st.sampled_from(["会議を開いた。", "周知した。", "調査した。", "人を育てた。"]), max_size=6)


@settings(max_examples=10, deadline=None)
@given(SENTENCES)
def test_more_of_the_same_row_never_changes_which_row_is_best_for_its_own_sentence(kodoku, more):
    corpus = rewritten(kodoku, {"呉市": "聞き取りをした。", "福山市": "".join(["説明した。", *more])})
    assert Retriever(corpus).search("聞き取り", None, None, None).passages[0].passage.entry.municipality.name == "呉市"


def test_a_corpus_without_text_has_no_hits(kodoku):
    assert Retriever(replace(kodoku, entries=())).search("会議", None, None, None).passages == ()


@given(question=st.text(max_size=30))
@settings(max_examples=50, deadline=None)
def test_any_question_orders_all_passages(retriever, question):
    hits = retriever.search(question, None, None, None).passages
    assert len(hits) == len({hit.passage.id for hit in hits}) == 50
