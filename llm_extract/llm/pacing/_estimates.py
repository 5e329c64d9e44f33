"""How many tokens a request will take, guessed from those before it."""

from __future__ import annotations

from typing import NamedTuple

from llm_extract.llm._usage import Tokens

_CHARACTERS_PER_TOKEN = 3.5
# A new value counts a tenth: articles differ, and a run may pass from one language to another.
_NEWEST = 0.1


class Estimate(NamedTuple):
    """Tokens a request may read and write."""

    prompt: int
    completion: int

    @property
    def tokens(self) -> int:
        """Both."""
        return self.prompt + self.completion


class Estimates:
    """Learns from what requests really took."""

    def __init__(self, completion_tokens: int) -> None:
        """Begin with 3.5 characters per token read, and ``completion_tokens`` written."""
        self._per_character = _Mean(1 / _CHARACTERS_PER_TOKEN)
        self._completion = _Mean(completion_tokens)

    def of(self, characters: int) -> Estimate:
        """Estimate a request of so many characters."""
        prompt = round(characters * self._per_character.value)
        return Estimate(prompt, round(self._completion.value))

    def learn(self, characters: int, tokens: Tokens) -> None:
        """Note what a request took; counts that are zero or not known teach nothing."""
        if tokens.prompt and characters:
            self._per_character.add(tokens.prompt / characters)
        if tokens.completion:
            self._completion.add(tokens.completion)


class _Mean:
    """A plain mean at first, the guess counting once; then exponentially weighted."""

    def __init__(self, guess: float) -> None:
        self.value = guess
        self._seen = 1

    def add(self, value: float) -> None:
        self._seen += 1
        self.value += max(_NEWEST, 1 / self._seen) * (value - self.value)
