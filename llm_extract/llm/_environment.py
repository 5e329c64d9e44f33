"""What the environment says about models; imported late, pydantic-settings is slow to load."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The variables that choose an endpoint; an empty one counts as not set.

    Attributes:
        model: ``LLM_EXTRACT_MODEL``.
        base_url: ``LLM_EXTRACT_BASE_URL``.
        api_key: ``LLM_EXTRACT_API_KEY``.
        openai_api_key: ``OPENAI_API_KEY``.
    """

    model_config = SettingsConfigDict(
        env_prefix="LLM_EXTRACT_", env_ignore_empty=True, extra="ignore", str_strip_whitespace=True
    )

    model: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = None
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
