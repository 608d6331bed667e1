"""Documents that visitors drop: a long list, and the worst that the limits allow."""

from __future__ import annotations

import random
from collections.abc import Mapping

_WORDS = (
    *("sparse", "dense", "attention", "quantization", "pruning", "distillation", "efficient", "large", "language"),
    *("models", "transformers", "vision", "low-rank", "adaptive", "training", "inference", "cache", "memory"),
)


def long_list(entries: int, seed: int = 0) -> bytes:
    """Return a list in Markdown with so many entries, each with its own title, paper and code."""
    chance = random.Random(seed)
    lines = ["# A long list", "", "## Quantization", ""]
    for entry in range(entries):
        title = f"{' '.join(chance.choices(_WORDS, k=8)).title()} {seed}x{entry}"
        paper = f"https://arxiv.org/abs/{chance.randint(20, 24)}{chance.randint(1, 12):02}.{entry:05}"
        code = f"https://github.com/user{seed}/code{entry}"
        lines.append(f"- [{title}]({paper}) NeurIPS {chance.randint(2018, 2024)} [[Code]({code})]")
    return "\n".join(lines).encode()


def worst() -> Mapping[str, bytes]:
    """Return documents by name, each with its own way to cost as much as the limits allow."""
    entry = "- [Title of a paper](https://arxiv.org/abs/2401.00001)\n"
    made = {
        "entries.md": long_list(20_000).decode(),
        "long-heading.md": f"# L\n\n## {'word ' * 16_000}\n\n{entry * 2_222}",
        "bullets.md": "- a\n" * 200_000,
        "tables.md": "|a|b|\n|-|-|\n|x|y|\n\n" * 50_000,
        "columns.md": "|a" * 10_000 + "|\n" + "|-" * 10_000 + "|\n" + "|x|\n" * 100_000,
        "reference.md": f"[a]: http://b/{'c' * 90_000}\n\n" + "- [a] [a] [a] [a] [a]\n" * 20_000,
        "same-title.md": "- [Nets](https://arxiv.org/abs/2401.00001)\n" * 20_000,
        "images.md": "![" * 49_000,
        "open.bib": "@a{" * 500_000,
        "macro.bib": f"@string{{m = {{{'long words ' * 1_700}}}}}\n"
        + "".join(f"@article{{k{n}, title={{A title}}, note=m, keywords=m}}\n" for n in range(20_000)),
    }
    return {name: text.encode() for name, text in made.items()}
