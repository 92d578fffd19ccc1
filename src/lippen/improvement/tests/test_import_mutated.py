"""Files that were spoilt by chance: each comes in whole or is refused in a sentence, and in time."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from lippen.improvement import actions
from lippen.improvement.adapters import Refused, guess_mapping, propose, read_document
from lippen.improvement.adapters.reading import read_here
from lippen.improvement.models import Action, Plan
from lippen.improvement.tests import factories
from lippen.improvement.tests.mutator import mutated
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.confined import UNFORESEEN

KINDS = ("xlsx", "docx", "pdf", "html", "markdown", "csv", "text")
MOST_SECONDS = 10


def outcome(kind: str, seed: int, *, reader=read_document) -> tuple[str, object]:
    """What becomes of a spoilt file: read into a proposal, or refused, and never anything else."""
    content = mutated(kind, seed)
    try:
        document = reader(f"plan {seed}", content)
        return "read", propose(document, guess_mapping(document), near=factories.TODAY)
    except Refused as refused:
        assert refused.sentence.startswith(f"plan {seed}"), (kind, seed, refused.sentence)
        assert refused.sentence != UNFORESEEN.format(name=f"plan {seed}"), (kind, seed)
        return "refused", refused.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_file_comes_in_whole_or_is_refused_in_a_sentence(kind: str) -> None:
    found = Counter(outcome(kind, seed, reader=read_here)[0] for seed in range(12))
    assert set(found) <= {"read", "refused"}


def test_the_mutator_spoils_the_same_file_in_the_same_way_and_others_otherwise() -> None:
    assert mutated("xlsx", 1) == mutated("xlsx", 1) != mutated("xlsx", 2)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read_of_a_spoilt_file_comes_into_a_plan_whole_or_not_at_all(kind: str) -> None:
    cast = factories.cast()
    seed = next((seed for seed in range(60) if outcome(kind, seed, reader=read_here)[0] == "read"), None)
    assert seed is not None, "every file of this kind was refused: the mutator spoils too much to try anything"
    _, proposal = outcome(kind, seed, reader=read_here)
    batch = actions.start_import(
        actor=cast.editor,
        authority_id=cast.council.pk,
        document=f"plan {seed}",
        sha256="0" * 64,
        proposal=proposal.to_dict(),
        at=factories.NOW,
    )
    try:
        plan = actions.apply_import(actor=cast.editor, batch_ref=batch.ref, at=factories.NOW, plan_title="Spoilt")
    except CannotDo:
        assert not Plan.objects.filter(title="Spoilt").exists()
    else:
        assert Action.objects.filter(plan=plan).count() == len(proposal.actions)


@pytest.mark.prove
@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_spoilt_files_of_each_kind_end_in_time_and_in_words(kind: str) -> None:
    found: Counter[str] = Counter()
    for seed in range(1_000, 1_100):
        began = time.monotonic()
        found[outcome(kind, seed)[0]] += 1
        assert time.monotonic() - began < MOST_SECONDS, (kind, seed)
    assert found["refused"] and sum(found.values()) == 100
