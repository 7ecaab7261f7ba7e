"""For which passage a question is, and of which kind, by the sample questions of each."""

import numpy as np
import pytest

from embeddings.samples import ExpectedByMeaning, SampleKernel

# All share a large first part, as questions do; what tells passages apart is the small second and third.
ROADS = np.array([[0.9, 0.3, 0.1], [0.9, 0.3, -0.3], [0.9, 0.2, 0.2]], dtype=np.float32)
SCHOOLS = np.array([[0.9, -0.3, 0.1], [0.9, -0.3, -0.3], [0.9, -0.2, 0.2]], dtype=np.float32)


@pytest.fixture
def expected() -> ExpectedByMeaning:
    return ExpectedByMeaning(np.vstack([ROADS, SCHOOLS]), [("roads",)] * 3 + [("schools",)] * 3)


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
    expected = ExpectedByMeaning(np.vstack([ROADS, SCHOOLS[:1]]), [("roads",)] * 3 + [("schools",)])
    assert np.isfinite(list(expected.scores(SCHOOLS[0]).values())).all()


def test_questions_that_do_not_differ_can_be_told_apart_too():
    expected = ExpectedByMeaning(np.vstack([ROADS[:1], SCHOOLS[:1]]), [("roads",), ("schools",)])
    scores = expected.scores(ROADS[0])
    assert scores["roads"] > scores["schools"]


def test_without_expected_questions_nothing_is_known():
    nothing = ExpectedByMeaning(np.empty((0, 0), dtype=np.float32), [])
    assert nothing.scores(ROADS[0]) == {}


def test_what_several_passages_answer_speaks_for_each_of_them():
    both = np.array([[0.9, 0.0, 0.9], [0.9, 0.1, 0.9]], dtype=np.float32)
    labels = [("roads",)] * 3 + [("schools",)] * 3 + [("roads", "parks")] * 2
    expected = ExpectedByMeaning(np.vstack([ROADS, SCHOOLS, both]), labels)
    scores = expected.scores(both[0])

    assert scores["roads"] == scores["parks"] > scores["schools"]
    assert expected.passages == ["roads", "schools"]


@pytest.fixture
def kernel() -> SampleKernel:
    return SampleKernel(np.vstack([ROADS, SCHOOLS]), [("beyond",)] * 3 + [()] * 3)


def test_a_question_is_of_the_kind_whose_samples_it_is_like(kernel):
    assert all(kernel.scores(vector)["beyond"] > 0.7 for vector in ROADS)
    assert all(kernel.scores(vector)["beyond"] < 0.3 for vector in SCHOOLS)


def test_a_group_may_lie_on_both_sides_of_another():
    """Which no straight line could tell apart."""
    aside = np.array([0, 1, 0], dtype=np.float32)
    kernel = SampleKernel(np.vstack([ROADS + aside, ROADS, ROADS - aside]), [("out",)] * 3 + [()] * 3 + [("out",)] * 3)

    left, middle, right = (kernel.scores(vector)["out"] for vector in (ROADS[0] + aside, ROADS[0], ROADS[0] - aside))
    assert middle < 0.5 < min(left, right)


def test_a_sample_may_have_several_labels():
    kernel = SampleKernel(np.vstack([ROADS, SCHOOLS]), [("a", "b")] * 3 + [("c",)] * 3)
    scores = kernel.scores(ROADS[0])

    assert kernel.labels == ("a", "b", "c")
    assert scores["a"] == pytest.approx(scores["b"])
    assert scores["a"] > scores["c"]


def test_samples_that_are_all_the_same_are_no_error():
    kernel = SampleKernel(np.vstack([ROADS[:1]] * 3), [("a",), ("b",), ()])
    assert np.isfinite(list(kernel.scores(ROADS[0]).values())).all()


def test_without_labels_nothing_is_known():
    assert SampleKernel(np.empty((0, 0), dtype=np.float32), []).scores(ROADS[0]) == {}
    assert SampleKernel(ROADS, [()] * 3).scores(ROADS[0]) == {}
