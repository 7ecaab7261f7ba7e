"""A model read by `e5_file`, written as an ordinary sentence-transformers folder (BERT, mean pooling, unit length)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram

from embeddings.e5_file import E5File, HalfArray, Sizes

PROMPTS = {"query": "query: ", "document": "passage: "}
WEIGHTS = "model.safetensors"

_START, _PAD, _END, _UNKNOWN, _MASK = "<s>", "<pad>", "</s>", "<unk>", "<mask>"
_LAYER = re.compile(r"l(\d+)\.(\w+)\.([wb])")
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def write_bert_folder(model: E5File, folder: Path) -> None:
    """Fills an empty folder, some 260 MB; raises ValueError if the tensors are not those of the sizes, or OSError."""
    save_file(dict(_weights(model)), folder / WEIGHTS, metadata={"format": "pt"})
    _tokenizer(model.pieces).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _settings(model.sizes).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    # safetensors lets only the owner read; whoever may read the rest may read the weights.
    (folder / WEIGHTS).chmod((folder / "config.json").stat().st_mode)


def _weights(model: E5File) -> Iterator[tuple[str, HalfArray]]:
    hidden = model.sizes.hidden
    for name, tensor in model.tensors.items():
        values = tensor.half()
        if not name.endswith(".b") and "ln." not in name:
            values = values.reshape(-1, model.sizes.feed_forward if ".fo." in name else hidden)
        yield _bert_name(name), values
    # Mean pooling never asks BERT's pooler; but if it were missing, transformers would invent one and say so.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float16)
    yield "pooler.dense.bias", np.zeros(hidden, np.float16)


def _bert_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    match = _LAYER.fullmatch(name)
    if match is None or match[2] not in _LAYER_PARTS:
        raise ValueError(f"unknown tensor: {name}")
    return f"encoder.layer.{match[1]}.{_LAYER_PARTS[match[2]]}.{'weight' if match[3] == 'w' else 'bias'}"


def _tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """XLM-RoBERTa's tokenizer, as transformers would build it from the SentencePiece model."""
    tokenizer = Tokenizer(Unigram(pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.add_special_tokens(
        [AddedToken(token, normalized=False, special=True) for token in (_START, _PAD, _END, _UNKNOWN)]
        + [AddedToken(_MASK, lstrip=True, normalized=False, special=True)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{_START} $A {_END}",
        pair=f"{_START} $A {_END} {_END} $B {_END}",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in (_START, _END)],
    )
    return tokenizer


def _settings(sizes: Sizes) -> dict[str, object]:
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float16",
            "hidden_act": "gelu",
            "hidden_size": sizes.hidden,
            "intermediate_size": sizes.feed_forward,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": sizes.positions,
            "num_attention_heads": sizes.heads,
            "num_hidden_layers": sizes.layers,
            "pad_token_id": 1,
            "type_vocab_size": sizes.token_types,
            "vocab_size": sizes.vocabulary,
        },
        "tokenizer_config.json": {
            # Takes tokenizer.json as it is; transformers' class for XLM-R would rebuild it and lose the normaliser.
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": sizes.positions,
            "bos_token": _START,
            "cls_token": _START,
            "eos_token": _END,
            "sep_token": _END,
            "pad_token": _PAD,
            "unk_token": _UNKNOWN,
            "mask_token": _MASK,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": sizes.positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "config_sentence_transformers.json": {"prompts": PROMPTS, "similarity_fn_name": "cosine"},
    }
