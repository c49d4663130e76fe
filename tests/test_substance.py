"""What pages are compared by: levels, words and sentences as numbers, passages that stand twice."""

from __future__ import annotations

import re

import numpy as np
from canon.question import parse_level
from canon.tokens import Tokens, polynomials, sums
from canon.wording import WORD, words_of
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text("abcZ09'’.,-!?:;|# \t\n\u00e4\U0001f600>*", max_size=60)
BORDER = re.compile(r"[.!?:;](?=[\t\n\v\f\r ])|\n(?=[ \t]*[-\n#|>*])|\|")


@given(TEXTS)
def test_words_stand_where_the_expression_finds_them(text: str) -> None:
    starts, ends = Tokens.of(text).places

    found = [match.span() for match in WORD.finditer(text.lower())]

    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == found


@given(TEXTS)
def test_equal_words_and_no_others_have_equal_numbers(text: str) -> None:
    numbers = Tokens.of(text).words.tolist()
    spelled = [word.replace("’", "'") for word in words_of(text)]

    assert len(set(numbers)) == len(set(spelled)) == len(set(zip(numbers, spelled, strict=True)))


@given(TEXTS)
def test_sentences_end_at_marks_blank_lines_items_and_cells(text: str) -> None:
    sentences = Tokens.of(text).sentences.tolist()

    starts = [match.start() for match in WORD.finditer(text.lower())]
    borders = [match.start() for match in BORDER.finditer(text)]
    before = {sum(start < border for start in starts) for border in borders}

    assert sentences == sorted({0, len(starts), *before})


@given(TEXTS, st.sampled_from(["a", "b", "c0", "zz"]))
def test_a_word_with_a_part_of_the_title_is_the_titles(text: str, part: str) -> None:
    found = Tokens.of(text).words_with(Tokens.of(part).words).tolist()

    assert found == [part in word.split("-") for word in words_of(text)]


@given(st.lists(st.integers(1, 3), min_size=1, max_size=40), st.integers(0, 9))
def test_equal_stretches_have_equal_numbers_wherever_they_stand(
    values: list[int], before: int
) -> None:
    row = np.array([9] * before + values + values, np.uint64)
    starts = np.array([before, before + len(values)])

    one, other = polynomials(sums(row), starts, starts + len(values)).tolist()

    assert one == other
    assert one != polynomials(sums(row + np.uint64(1)), starts, starts + len(values)).tolist()[0]


def test_a_level_is_its_shift_its_answer_and_its_note() -> None:
    level = parse_level("L4", "Names it.\n\n\"First 'inner' words.\n\nSecond.\"\n\nEarns it.")
    assert level.shift == "Names it."
    assert level.answer == "First 'inner' words.\n\nSecond."
    assert level.note == "Earns it."


def test_a_mark_before_every_paragraph_is_one_speech() -> None:
    level = parse_level("L4", 'Names it.\n\n"First.\n\n"Second."\n\nEarns it.')
    assert level.answer == "First.\n\nSecond."
    assert level.note == "Earns it."
