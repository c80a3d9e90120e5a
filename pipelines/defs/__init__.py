"""Dagster, and nothing but Dagster: each module defines one concept by calling `close`; `pipelines.definitions` assembles them."""
