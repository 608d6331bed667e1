"""Topics are recognised in titles by readable phrases: rather none than a wrong one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InputError
from data.knowledge.load_knowledge import KNOWLEDGE_FOLDER, Knowledge, load_knowledge
from data.knowledge.yaml_file import read_yaml
from data.measures.tallies import wilson
from data.normalise.title import fold
from data.normalise.topic import Topic, TopicReader
from data.schema import DATA_FOLDER, Paper, split
from data.tables.table import read_table
from tests.conftest import ROOT

NAMES = tuple(read_yaml(KNOWLEDGE_FOLDER / "topics.yaml"))


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    return read_table(DATA_FOLDER / "papers.csv", Paper)


# What each topic is, and what only looks like it

MEANT = [
    ("Post-training quantization", "XPTQ: Better Rounding"),
    ("Post-training quantization", "Post-Training Mixed-Precision Quantisation of a Net"),
    ("Post-training quantization", "Which Calibration Data for the Quantization of a Net?"),
    ("Quantization-aware training", "Quantization-Aware Fine-tuning without Tears"),
    ("Quantization-aware training", "Toy-QAT: Learning with Few Bits"),
    ("Low-precision training", "Training a Large Net in FP8"),
    ("Low-precision training", "Low-Precision Arithmetic for Training"),
    ("Weight-only quantization", "Weight-Only Compression of a Net"),
    ("Weight and activation quantization", "W4A8 for All"),
    ("Weight and activation quantization", "Joint Weight-and-Activation Quantization"),
    ("Outliers and rotations", "Where do Outliers Come From?"),
    ("Outliers and rotations", "Learned Rotations for Quantization"),
    ("Low-bit quantization", "Three Tricks for 2-bit Nets"),
    ("Low-bit quantization", "MXFP4 from Scratch"),
    ("Binary, ternary and 1-bit", "Binarised Attention"),
    ("Binary, ternary and 1-bit", "A 1.58-bit Net"),
    ("Mixed precision", "Mixed-Precision Quantization by Search"),
    ("Vector quantization", "Additive Quantization with Codebooks"),
    ("Number formats", "A Floating-Point Format for Nets"),
    ("KV cache quantization", "Quantizing the KV-Cache"),
    ("KV cache", "Sharing the Key-Value Cache across Layers"),
    ("KV cache", "NewKV: Smaller Memory for Decoding"),
    ("KV cache eviction", "Eviction by Age"),
    ("Structured pruning", "Structured Pruning of Heads"),
    ("Unstructured and N:M sparsity", "Learning N:M Sparsity"),
    ("Unstructured and N:M sparsity", "Unstructured Pruning Made Fast"),
    ("Post-training pruning", "Pruning Nets in One Shot"),
    ("Depth pruning", "Layer Dropping for Nets"),
    ("Activation sparsity", "Predicting Contextual Sparsity"),
    ("Mixture of experts", "Compressing a Mixture-of-Experts"),
    ("Mixture of experts", "TinyMoE: Experts on a Diet"),
    ("Low-rank methods", "Singular Value Decomposition of Weights"),
    ("Low-rank methods", "Low-Rank Factors for a Net"),
    ("LoRA and PEFT", "ToyLoRA: Less to Tune"),
    ("LoRA and PEFT", "Low-Rank Adapters in Practice"),
    ("LoRA and PEFT", "Parameter-Efficient Prompt Tuning"),
    ("Memory-efficient training", "Gradient Low-Rank Projection Revisited"),
    ("Efficient attention", "FlashAttention-9"),
    ("Efficient attention", "Block-Sparse Attention"),
    ("Long context", "Reading in a Context Window of a Book"),
    ("Prompt and context compression", "Compressing Prompts by Half"),
    ("Token pruning", "Token Pruning for Vision"),
    ("Reasoning distillation", "Distilling the Reasoning of Giants"),
    ("Reasoning distillation", "Chain-of-Thought Knowledge Distillation"),
    ("Speculative decoding", "Speculative Decoding with Two Drafts"),
    ("Serving systems", "Serving Many Nets at Once"),
    ("Hardware and kernels", "Fused GPU Kernels for Nets"),
    ("On-device and edge", "A Net on Every Smartphone"),
    ("Diffusion models", "Quantizing Diffusion Transformers"),
    ("Multimodal models", "Small Vision-Language Nets"),
    ("Delta compression", "Delta Compression for a Thousand Fine-tunes"),
    ("Scaling laws", "A Scaling Law for Sparsity"),
    ("Benchmarks and empirical studies", "Benchmarking Compressed Nets"),
    ("Surveys", "Small Nets: A Survey"),
]
LOOKALIKES = [
    ("Post-training quantization", "Post-Training Pruning of a Net"),
    ("Post-training quantization", "Confidence Calibration under Quantization"),
    ("Quantization-aware training", "Quantization-Aware Initialization"),
    ("Low-precision training", "FP8 for Post-Training Quantization"),
    ("Low-precision training", "Low-Precision Inference"),
    ("Weight-only quantization", "Weight and Activation Quantization"),
    ("Weight and activation quantization", "Activation-aware Weight Quantization"),
    ("Outliers and rotations", "Rotary Embeddings and Quantization"),
    ("Outliers and rotations", "Outlier Detection in Time Series"),
    ("Low-bit quantization", "8-bit Nets"),
    ("Low-bit quantization", "Speech at a Low Bit Rate"),
    ("Binary, ternary and 1-bit", "Similarity of Binary Code"),
    ("Binary, ternary and 1-bit", "A 4-bit Net"),
    ("Mixed precision", "Mixed Sparsity by Sensitivity"),
    ("Vector quantization", "Steering Vectors and Quantization"),
    ("Number formats", "Saving Floating-Point Operations"),
    ("KV cache quantization", "IntactKV: Better Quantization of Weights"),
    ("KV cache", "Caching Answers of a Search Engine"),
    ("KV cache", "Key-Value Memories in a Net"),
    ("Structured pruning", "Semi-Structured Pruning"),
    ("Structured pruning", "Unstructured Pruning"),
    ("Structured pruning", "Token Pruning for Vision"),
    ("Token pruning", "Structured Pruning of Heads"),
    ("Token pruning", "Important Tokens Lead to Better Pruning"),
    ("Unstructured and N:M sparsity", "Structured Pruning of Heads"),
    ("Post-training pruning", "One-Shot Compression by Factors"),
    ("Depth pruning", "Layer-wise Pruning"),
    ("Activation sparsity", "Sparse Retrieval"),
    ("Efficient attention", "Sparse Retrieval"),
    ("Efficient attention", "Not All Attention is Needed"),
    ("Mixture of experts", "Mixture of Scales"),
    ("Low-rank methods", "Low-Rank Adaptation of a Net"),
    ("Low-rank methods", "Ranking with Low Latency"),
    ("LoRA and PEFT", "Adaptive Computation"),
    ("LoRA and PEFT", "Adapting Nets to New Tasks"),
    ("LoRA and PEFT", "LoRAP: Differentiated Compression of Sub-Layers"),
    ("Memory-efficient training", "Memory-Efficient Inference"),
    ("Long context", "In-Context Learning"),
    ("Prompt and context compression", "Prompting Compressed Nets"),
    ("Prompt and context compression", "Compress, Then Prompt"),
    ("Reasoning distillation", "Distillation in One Step"),
    ("Reasoning distillation", "Reasoning with a Compressed Net"),
    ("Speculative decoding", "Writing Speculative Fiction"),
    ("Serving systems", "On-Device Inference Engines"),
    ("Hardware and kernels", "A Smaller Quantization Kernel"),
    ("Hardware and kernels", "Training on More Than 12,000 GPUs"),
    ("On-device and edge", "Finding Circuits with Edge Pruning"),
    ("Diffusion models", "Information Diffusion in Networks"),
    ("Diffusion models", "The Diffusion of Innovations"),
    ("Delta compression", "Delta Decompression of Experts"),
    ("Benchmarks and empirical studies", "Mitigating the Impact of Outliers"),
    ("Benchmarks and empirical studies", 'Accuracy on the "Cry" Benchmark'),
    ("Surveys", "Learning from Survey Data"),
]


@pytest.mark.parametrize(("topic", "title"), MEANT)
def test_a_title_that_names_a_topic_has_it(topic: str, title: str, knowledge: Knowledge) -> None:
    assert topic in knowledge.topics.read(title)


@pytest.mark.parametrize(("topic", "title"), LOOKALIKES)
def test_a_title_that_only_looks_like_a_topic_has_it_not(topic: str, title: str, knowledge: Knowledge) -> None:
    assert topic in NAMES
    assert topic not in knowledge.topics.read(title)


def test_every_topic_has_an_example_here() -> None:
    assert {topic for topic, _ in MEANT} == set(NAMES)


# The language of patterns


@pytest.mark.parametrize(
    ("pattern", "title", "matches"),
    [
        ("kv cache", "A KV-Cache!", True),
        ("KV-cache", "a kv cache", True),
        ("kv cache", "kv caches", False),
        ("kv cache", "kv big cache", False),
        ("kv cache*", "kv caches", True),
        ("quanti*ation", "Quantisation", True),
        ("quanti*ation", "quantized", False),
        ("*ptq", "ptq", True),
        ("*ptq", "ptqx", False),
        ("how does * affect", "How does it affect you", True),
        ("how does * affect", "how does affect", False),
        ("how does * affect", "how does it then affect", False),
        ("low rank & distill*", "Distillation into Low-Rank Factors", True),
        ("low rank & distill*", "Low-Rank Distillation", True),
        ("low rank & distill*", "Low-Rank Factors", False),
        ("net & net", "one net", False),
        ("net & net", "net net", True),
        ("1.58 bit", "1.58-bit", True),
        ("1.58 bit", "1 58 bit", False),
        ("c++", "Learning C++ fast", True),
        ("n:m", "N:M", True),
    ],
)
def test_pattern(pattern: str, title: str, matches: bool) -> None:
    assert TopicReader([Topic("T", (pattern,))]).read(title) == (("T",) if matches else ())


def test_unless_forbids_wherever_it_stands() -> None:
    reader = TopicReader([Topic("T", ("diffusion",), ("social *",))])
    assert reader.read("Diffusion") == ("T",)
    assert reader.read("Social networks and diffusion") == ()
    assert TopicReader().read("Diffusion") == ()


@given(st.text(max_size=120))
def test_reading_never_raises_and_keeps_the_order_of_the_file(title: str) -> None:
    topics = load_knowledge().topics.read(title)
    assert list(topics) == [name for name in NAMES if name in topics]


@given(st.lists(st.sampled_from([title for _, title in MEANT]), max_size=4), st.sampled_from([" ", ": ", "\n", " — "]))
def test_case_and_punctuation_do_not_count(parts: list[str], between: str) -> None:
    title, read = between.join(parts), load_knowledge().topics.read
    assert read(title.upper()) == read(title.replace("-", " ")) == read(f"“{title}”!") == read(title)


@given(st.sampled_from(sorted({title for _, title in MEANT})), st.text("abc xyz", max_size=20))
def test_trying_only_likely_topics_loses_none(title: str, more: str) -> None:
    """The reader skips topics of whose patterns no first word occurs; each topic alone gives the same."""
    topics = load_knowledge().topics
    text = f"{title} {more}"
    assert topics.read(text) == tuple(topic.name for topic in topics.topics if topic.matches(f" {fold(text)} "))


# Mistakes in topics.yaml


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A:\n  patterns: [x]\n", "topics.yaml, line 2: `A` has no `reason`. Add `reason: …`."),
        ("A:\n  reason: y\n", "topics.yaml, line 2: `A` has no `patterns`"),
        ("A:\n  patterns: []\n  reason: y\n", "topics.yaml, line 1: `A` has no patterns. Add one"),
        ("A:\n  pattern: [x]\n  reason: y\n", "topics.yaml, line 2: unknown key `pattern` in `A`. Known keys: "),
        ("A:\n  patterns: x\n  reason: y\n", "topics.yaml, line 2: `patterns` is not a list of texts"),
        ("A:\n  patterns: ['']\n  reason: y\n", "topics.yaml, line 2: `patterns` is not a list of texts"),
        ("A:\n  reason: y\n  patterns: ['*']\n", "topics.yaml, line 3: the pattern `*` of `A` would match any title"),
        ("A:\n  patterns: ['x & ']\n  reason: y\n", "topics.yaml, line 2: the pattern `x & ` of `A` would match any"),
        (
            "A:\n  patterns: [x]\n  unless: ['-']\n  reason: y\n",
            "topics.yaml, line 3: the pattern `-` of `A` would match any title. Write a letter or a digit",
        ),
        (
            "A; B:\n  patterns: [x]\n  reason: y\n",
            "topics.yaml, line 1: `A; B` contains the sign that separates the topics",
        ),
        (
            "A:\n  patterns: [x]\n  reason: y\nA:\n",
            "topics.yaml, line 4: is not valid YAML (the key `A` appears twice)",
        ),
        ("A: [x]\n", "topics.yaml, line 1: `A` has no keys"),
    ],
)
def test_a_mistake_names_its_line(text: str, message: str, tmp_path: Path) -> None:
    for file in KNOWLEDGE_FOLDER.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    (tmp_path / "topics.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=re.escape(message)):
        load_knowledge(tmp_path)


def test_every_topic_has_a_reason() -> None:
    content = read_yaml(KNOWLEDGE_FOLDER / "topics.yaml")
    assert [name for name in content if len(content[name]["reason"]) < 20] == []


# The committed table


@pytest.mark.shipped
def test_every_topic_meets_a_paper(papers: pd.DataFrame) -> None:
    assert {name for cell in papers["topics"] for name in split(cell)} == set(NAMES)


def test_the_table_has_the_topics_that_the_reader_gives(papers: pd.DataFrame, knowledge: Knowledge) -> None:
    """A change of topics.yaml asks for a new build."""
    for row in papers.to_dict("records"):
        titles = (row["title"], *split(row["also_titled"]))
        assert split(row["topics"]) == sorted({name for title in titles for name in knowledge.topics.read(title)})


@pytest.mark.shipped
def test_a_paper_has_the_topics_of_its_other_titles(papers: pd.DataFrame) -> None:
    renamed = papers[papers["also_titled"].str.contains("Post-training Pruning and Quantization")]
    assert "Post-training pruning" in split(renamed.iloc[0]["topics"])


@pytest.mark.shipped
def test_the_documentation_says_what_the_table_holds(papers: pd.DataFrame) -> None:
    said = " ".join((ROOT / "docs" / "methods.md").read_text("utf-8").split())
    some = int((papers["topics"] != "").sum())
    assert f"{some} of the {len(papers)} papers have a topic ({100 * some / len(papers):.0f} %)" in said
    assert f"100 of the {papers['topics'].map(split).map(len).sum()} pairs of paper and topic" in said
    assert f"The {len(NAMES)} topics" in said
    right = int(re.findall(r"(\d+) of the 100 were right", said)[0])
    low, high = wilson(right, 100)
    assert right >= 95
    assert f"CI {100 * low:.1f} to {100 * high:.1f} %" in said
