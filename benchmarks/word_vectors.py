"""Cut the word vectors of the built-in planner out of those of WordLlama: src/cotune/agent/planner/meaning.npz.

Needs `pip install wordllama==0.2.2.post0 tokenizers safetensors` (MIT licence, kept beside the vectors).
Taken: the pieces that plain lower-case words are made of, without accents; the first dimensions, which carry most of
the meaning (the vectors were trained so that they can be cut); eight bits for each number.

Run: python benchmarks/word_vectors.py [--write]
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

TARGET = Path(__file__).parents[1] / "src" / "cotune" / "agent" / "planner" / "meaning.npz"
DIMENSIONS = 128
PIECE = re.compile("\u2581?[a-z]+")


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def cut(package: Path) -> tuple[list[str], np.ndarray]:
    """Pieces (a word's first begins with U+2581), and a vector for each. Of equal pieces the commonest one stands."""
    from safetensors.numpy import load_file

    stored = json.loads((package / "tokenizers" / "l2_supercat_tokenizer_config.json").read_text(encoding="utf-8"))
    (vectors,) = load_file(package / "weights" / "l2_supercat_256.safetensors").values()
    places: dict[str, int] = {}
    for piece, place in sorted(stored["model"]["vocab"].items(), key=lambda item: item[1]):
        if PIECE.fullmatch(plain(piece)):
            places.setdefault(plain(piece), place)
    return list(places), vectors[list(places.values()), :DIMENSIONS].astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="store the vectors in the package")
    args = parser.parse_args()
    found = find_spec("wordllama")
    if found is None or found.origin is None:
        raise SystemExit("pip install wordllama==0.2.2.post0 tokenizers safetensors")
    pieces, vectors = cut(Path(found.origin).parent)
    scale = np.abs(vectors).max(axis=1) / 127
    print(f"{len(pieces)} pieces of {vectors.shape[1]} dimensions")
    if args.write:
        about = f"cut from wordllama {version('wordllama')}, l2_supercat_256, by benchmarks/word_vectors.py"
        np.savez_compressed(
            TARGET,
            about=np.array(about),
            pieces=np.array("\n".join(pieces)),
            vectors=np.round(vectors / scale[:, None]).astype(np.int8),
            scale=scale.astype(np.float16),
        )
        print(f"{TARGET}: {TARGET.stat().st_size / 2**20:.1f} MB")


if __name__ == "__main__":
    main()
