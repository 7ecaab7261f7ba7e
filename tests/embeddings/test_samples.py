"""For which passage a question is, and of which kind, by the sample questions of each."""

import numpy as np
import pytest

from embeddings.samples import ExpectedByMeaning, KindByMeaning

# All share a large first part, as questions do; what tells passages apart is the small second and third.
ROADS = np.array([[0.9, 0.3, 0.1], [0.9, 0.3, -0.3], [0.9, 0.2, 0.2]], dtype=np.float32)
SCHOOLS = np.array([[0.9, -0.3, 0.1], [0.9, -0.3, -0.3], [0.9, -0.2, 0.2]], dtype=np.float32)


@pytest.fixture
def expected() -> ExpectedByMeaning:
    return ExpectedByMeaning(np.vstack([ROADS, SCHOOLS]), ["roads"] * 3 + ["schools"] * 3)


@pytest.mark.parametrize(("side", "wanted"), [(0.05, "roads"), (-0.05, "schools")])
def test_a_question_is_for_the_passage_whose_questions_it_is_like(expected, side, wanted):
    scores = expected.scores(np.array([0.9, side, 0.3], dtype=np.float32))
    assert max(scores, key=scores.get) == wanted


def test_what_the_questions_of_one_passage_differ_in_says_little(expected):
    """The third part varies within the passages, the second between them: a step along it counts for less."""
    start, along, across = (np.array([0.9, *rest], dtype=np.float32) for rest in ((0, 0), (0, 0.2), (0.2, 0)))

    def lead(vector):
        scores = expected.scores(vector)
        return scores["roads"] - scores["schools"]

    assert abs(lead(across) - lead(start)) > 2 * abs(lead(along) - lead(start))


def test_a_passage_may_have_one_question_only():
    expected = ExpectedByMeaning(np.vstack([ROADS, SCHOOLS[:1]]), ["roads"] * 3 + ["schools"])
    assert np.isfinite(list(expected.scores(SCHOOLS[0]).values())).all()


def test_questions_that_do_not_differ_can_be_told_apart_too():
    expected = ExpectedByMeaning(np.vstack([ROADS[:1], SCHOOLS[:1]]), ["roads", "schools"])
    scores = expected.scores(ROADS[0])
    assert scores["roads"] > scores["schools"]


def test_without_expected_questions_nothing_is_known():
    nothing = ExpectedByMeaning(np.empty((0, 0), dtype=np.float32), [])
    assert nothing.scores(ROADS[0]) == {}


def test_a_question_is_of_the_kind_whose_samples_it_is_like():
    of_roads = KindByMeaning(ROADS, SCHOOLS)
    assert all(of_roads.score(vector) > 0 for vector in ROADS)
    assert all(of_roads.score(vector) < 0 for vector in SCHOOLS)


def test_the_two_kinds_are_each_others_opposite():
    vector = np.array([0.9, 0.1, 0.3], dtype=np.float32)
    assert KindByMeaning(ROADS, SCHOOLS).score(vector) == pytest.approx(-KindByMeaning(SCHOOLS, ROADS).score(vector))


def test_halfway_between_the_kinds_nothing_is_known():
    middle = (ROADS.mean(axis=0) + SCHOOLS.mean(axis=0)) / 2
    assert KindByMeaning(ROADS, SCHOOLS).score(middle) == pytest.approx(0, abs=1e-6)


# ---- passages for which no questions are expected -------------------------------------------------------------------


def around(centres: np.ndarray, times: int, spread: float, seed: int) -> np.ndarray:
    """Points about each centre, one centre's after the other's."""
    return np.repeat(centres, times, axis=0) + np.random.default_rng(seed).normal(
        scale=spread, size=(len(centres) * times, centres.shape[1])
    )


def test_questions_are_foreseen_for_passages_that_lie_like_those_whose_questions_are_known():
    """Questions lie where a linear map takes the passage; four fifths of the passages tell it, a fifth is foreseen."""
    random = np.random.default_rng(7)
    passages, turned = random.normal(size=(50, 12)), random.normal(size=(12, 12))
    questions = around(passages @ turned + 3, 8, 0.3, seed=8)
    known, unknown = range(40), range(40, 50)
    expected = ExpectedByMeaning(questions[: 40 * 8], [f"p{number}" for number in known for _ in range(8)])
    expected.learn(passages[list(known)])

    asked = around((passages @ turned + 3)[list(unknown)], 1, 0.3, seed=9)
    found = [int(np.argmax(expected.foreseen(question, passages[list(unknown)]))) for question in asked]
    assert found == list(range(10))


def test_nothing_is_foreseen_before_it_is_learned_nor_from_nothing():
    assert not ExpectedByMeaning(np.zeros((0, 3)), []).has_learned
    assert not ExpectedByMeaning(np.eye(3), ["a", "b", "c"]).has_learned
