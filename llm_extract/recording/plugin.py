"""The pytest plugin ``llm_extract``: recorded cases as tests."""
