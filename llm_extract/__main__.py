"""``python -m llm_extract``."""

from llm_extract.cli import main

main()
