"""Small sentence-transformers models, made within a test and loaded by the name of their folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

UNKNOWN = "[UNK]"
SPECIALS = ("[PAD]", UNKNOWN, "[CLS]", "[SEP]", "[MASK]")


def static_model(folder: Path, texts: Sequence[str], *, dimension: int = 64) -> str:
    """A vector of its own for every word of the texts, none for others; the mean for a text."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import BertPreTokenizer

    words = sorted(set(re.findall(r"\w+|[^\w\s]", " ".join(texts).lower())))
    vocabulary = {UNKNOWN: 0} | {word: i for i, word in enumerate(words, 1)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    weights = np.random.default_rng(1).standard_normal((len(words) + 1, dimension))
    weights[0] = 0
    module = StaticEmbedding(tokenizer, embedding_weights=weights.astype("float32"))
    SentenceTransformer(modules=[module], device="cpu").save(str(folder))
    return str(folder)


def bert_model(
    folder: Path,
    *,
    length: int | None = 100,
    seed: int = 0,
    dimension: int = 16,
    words: Sequence[str] = (),
    prompts: dict[str, str] | None = None,
) -> str:
    """A BERT of one layer with random weights that spells out all words but those given."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    characters = [chr(code) for code in range(33, 127)]
    pieces = [*SPECIALS, *characters, *("##" + character for character in characters), *words]
    bare = str(folder / "bare")
    BertTokenizer(vocab={piece: i for i, piece in enumerate(pieces)}).save_pretrained(bare)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=dimension,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=max(128, length or 0),
    )
    BertModel(config).save_pretrained(bare)
    modules = [Transformer(bare, max_seq_length=length), Pooling(dimension)]
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save(str(folder / "whole"))
    return str(folder / "whole")
