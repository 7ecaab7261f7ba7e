"""The checker of written sentences, measured on labelled (sentence, evidence, supported?) triples."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.batch import read_lines
from assistant.errors import LabelWrongError
from assistant.writing.compared import Source
from assistant.writing.sentences import Written, sentences_of
from assistant.writing.signs import Signs
from assistant.writing.support import NEARNESS, Checker, Reading, scales

_FOLDS, _STRENGTH = 8, 1.0
_CUTS = (0.3, 0.4, 0.45, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8)


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    n: int
    town: str
    prefecture: str
    theme: str
    quote: str


class Triple(BaseModel):
    """A sentence with markers, the numbered evidence that it had, and whether what it cites supports it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    kind: str
    sentence: str
    evidence: tuple[_Piece, ...]
    supported: bool
    why: str = ""
    closeness: str = ""


def read_triples(file: Path) -> list[Triple]:
    """The triples of a file. Raises FileUnreadableError, FileNotUtf8Error, or LabelWrongError for a line."""
    found = []
    for number, line in read_lines(str(file)):
        try:
            found.append(Triple.model_validate_json(line))
        except ValidationError as error:
            field = str((error.errors()[0]["loc"] or ("-",))[0])
            raise LabelWrongError(file=file.name, row=str(number), field=field) from error
    return found


def measure_checker(files: Mapping[str, Sequence[Triple]], checker: Checker) -> dict[str, Any]:
    """The verdicts by kind as the checker stands; and by cross-validation what each cut would give.

    `files`: triples by the name of their file. Towns are held out; where there are several files, also whole files.
    `fitted`: the weights that these triples give, as support.toml holds them; those in context only where the checker
    has a model. Method: logistic regression with an L2 penalty on standardised signs.
    """
    triples = [triple for of_file in files.values() for triple in of_file]
    towns = [triple.evidence[0].town for triple in triples]
    writers = [name for name, of_file in files.items() for _ in of_file]
    readings = [_reading(triple, checker) for triple in triples]
    contradicted = np.array([bool(reading.contradictions) for reading in readings])
    signs = np.array([reading.signs.values() for reading in readings])
    nearness = np.array([[np.nan if reading.nearness is None else reading.nearness] for reading in readings])
    values = signs if np.isnan(nearness[~contradicted]).any() else np.hstack([signs, np.nan_to_num(nearness)])
    supported = np.array([triple.supported for triple in triples])
    verdicts = np.array([reading.support for reading in readings])
    groups = {"town": towns} | ({"file": writers} if len(files) > 1 else {})
    return {
        "triples": len(triples),
        "verdicts": _by_kind(triples, verdicts),
        "figures": {
            "faithful_supported": _share(verdicts[supported] == "supported"),
            "faithful_kept": _share(verdicts[supported] != "unsupported"),
            "unsupported_passed": _share(verdicts[~supported] == "supported"),
            "unsupported_kept": _share(verdicts[~supported] != "unsupported"),
        },
        "cross_validated": [
            _at(cut, by, triples, supported, held_out)
            for by, group in groups.items()
            for held_out in [_held_out(group, values, supported, contradicted)]
            for cut in _CUTS
        ],
        "fitted": {
            name: _fitted(of, supported, contradicted)
            for name, of in [("by_words", signs), ("in_context", values)][: 1 + (values is not signs)]
        },
    }


def _reading(triple: Triple, checker: Checker) -> Reading:
    written = sentences_of(triple.sentence)
    parts = tuple(claim for sentence in written for claim in sentence.claims)
    whole = Written("".join(w.text for w in written), tuple(n for w in written for n in w.citations), parts)
    return checker.reading(
        whole, {piece.n: Source(piece.quote, piece.town, piece.prefecture) for piece in triple.evidence}, thorough=True
    )


def _at(
    cut: float,
    by: str,
    triples: Sequence[Triple],
    supported: npt.NDArray[np.bool_],
    held_out: npt.NDArray[np.float64],
) -> dict[str, Any]:
    return {
        "held_out": by,
        "cut": cut,
        "faithful_kept": _share(held_out[supported] >= cut),
        "unsupported_passed": _share(held_out[~supported] >= cut),
        **{kind: _share(held_out[of] < cut) for kind, of in _kinds(triples) if kind != "faithful"},
    }


def _held_out(
    groups: Sequence[str], values: npt.NDArray[Any], supported: npt.NDArray[Any], contradicted: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Each triple's probability by weights that were fitted without its group; in context where words leave doubt."""
    from sklearn.model_selection import GroupKFold

    found = np.zeros(len(groups))
    for train, test in GroupKFold(min(_FOLDS, len(set(groups)))).split(values, supported, groups):
        kept = train[~contradicted[train]]

        def probability(of: npt.NDArray[Any], kept: Any = kept, test: Any = test) -> npt.NDArray[np.float64]:
            fitted: npt.NDArray[np.float64] = _model().fit(of[kept], supported[kept]).predict_proba(of[test])[:, 1]
            return fitted

        by_words = probability(values[:, : len(Signs.names())])
        in_doubt = np.array([scales().is_in_doubt(value) for value in by_words])
        found[test] = np.where(in_doubt, probability(values), by_words)
    found[contradicted] = 0.0
    return found


def _fitted(values: npt.NDArray[Any], supported: npt.NDArray[Any], contradicted: npt.NDArray[Any]) -> dict[str, float]:
    model = _model().fit(values[~contradicted], supported[~contradicted])
    scaler, logistic = model[0], model[-1]
    weights = logistic.coef_[0] / scaler.scale_
    intercept = float(logistic.intercept_[0] - (weights * scaler.mean_).sum())
    names = ("intercept", *Signs.names(), NEARNESS)
    return {name: round(float(value), 3) for name, value in zip(names, (intercept, *weights), strict=False)}


def _model() -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=_STRENGTH, max_iter=2000))


def _kinds(triples: Sequence[Triple]) -> list[tuple[str, npt.NDArray[np.bool_]]]:
    kinds = dict.fromkeys(triple.kind for triple in triples)
    return [(kind, np.array([triple.kind == kind for triple in triples])) for kind in kinds]


def _by_kind(triples: Sequence[Triple], verdicts: npt.NDArray[np.str_]) -> dict[str, dict[str, int]]:
    return {
        kind: {
            verdict: sum(found == verdict and bool(is_one) for found, is_one in zip(verdicts, of, strict=True))
            for verdict in ("supported", "partial", "unsupported")
        }
        for kind, of in _kinds(triples)
    }


def _share(of: npt.NDArray[Any]) -> float:
    return round(float(of.mean()), 3) if len(of) else 0.0
