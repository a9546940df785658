"""Makes the reference token ids and vectors that the embedder is tested against (test/fixtures/embedding).

usage: make.py MODEL_DIR SAFETENSORS FIXTURE_DIR

Independent of the TypeScript code: Python's `tokenizers`, the usual sentence-transformers steps (no truncation, mean
pooling over the mask, unit length), and two networks: the same model.onnx run by Python's onnxruntime, one text at a
time, and the original fp32 weights run by the plain numpy forward pass below.
"""

import json
import math
import pathlib
import sys

import numpy as np
import onnxruntime
from safetensors.numpy import load_file
from tokenizers import Tokenizer

LAYERS, HEADS, EPSILON = 6, 12, 1e-12


# numpy has no error function; the usual polynomial approximations are too coarse for a reference.
erf = np.vectorize(math.erf, otypes=[np.float64])


def layer_norm(x, w, name):
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + EPSILON) * w[f"{name}.weight"] + w[f"{name}.bias"]


def linear(x, w, name):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def attention(x, w, name):
    tokens, width = x.shape
    split = lambda y: y.reshape(tokens, HEADS, width // HEADS).transpose(1, 0, 2)
    q, k, v = (split(linear(x, w, f"{name}.self.{part}")) for part in ("query", "key", "value"))
    scores = q @ k.transpose(0, 2, 1) / np.sqrt(width // HEADS)
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    return linear((weights @ v).transpose(1, 0, 2).reshape(tokens, width), w, f"{name}.output.dense")


def bert(ids, w):
    """Last hidden state of one text (BERT encoder, exact GELU), in float64."""
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][: len(ids)]
    x = layer_norm(x + w["embeddings.token_type_embeddings.weight"][0], w, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        x = layer_norm(x + attention(x, w, f"{name}.attention"), w, f"{name}.attention.output.LayerNorm")
        hidden = linear(x, w, f"{name}.intermediate.dense")
        hidden = hidden * 0.5 * (1 + erf(hidden / np.sqrt(2)))
        x = layer_norm(x + linear(hidden, w, f"{name}.output.dense"), w, f"{name}.output.LayerNorm")
    return x


def sentence(token_vectors):
    mean = token_vectors.mean(0)
    return (mean / np.linalg.norm(mean)).astype("<f4")


def main(model_dir, weights_file, fixture_dir):
    fixtures = pathlib.Path(fixture_dir)
    cases = json.loads((fixtures / "texts.json").read_text())
    tokenizer = Tokenizer.from_file(f"{model_dir}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encode = lambda texts: [tokenizer.encode(text).ids for text in texts]
    ids, too_long = encode(cases["texts"]), encode(cases["tooLong"])
    assert max(map(len, ids)) == 256 and min(map(len, too_long)) == 257

    session = onnxruntime.InferenceSession(f"{model_dir}/model.onnx", providers=["CPUExecutionProvider"])
    weights = {key: value.astype(np.float64) for key, value in load_file(weights_file).items() if value.dtype == np.float32}
    same_file, original = [], []
    for row in ids:
        batch = np.array([row], dtype=np.int64)
        feeds = {"input_ids": batch, "attention_mask": np.ones_like(batch), "token_type_ids": np.zeros_like(batch)}
        same_file.append(sentence(session.run(["last_hidden_state"], feeds)[0][0]))
        original.append(sentence(bert(row, weights)))
    a, b = np.array(same_file), np.array(original)

    lines = [json.dumps(row, separators=(",", ":")) for row in ids + too_long]
    (fixtures / "token-ids.jsonl").write_text("\n".join(lines) + "\n")
    a.tofile(fixtures / "vectors-same-file.f32")
    b.tofile(fixtures / "vectors-fp32.f32")
    cosine = (a * b).sum(1)
    print(f"{len(ids)} texts, {sum(map(len, ids))} tokens")
    print(f"model.onnx against fp32: cosine least {cosine.min():.5f} median {np.median(cosine):.5f}; component {abs(a - b).max():.5f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
