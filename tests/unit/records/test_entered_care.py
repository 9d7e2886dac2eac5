"""A time in care can't end before it began: the row is refused at the door, and the rest of the delivery goes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from records.ingest import ingest

CARE = """
clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_entered_care_date,clae_cla_id
E1,S1,2023-01-01,2023-06-01,2023-01-01,L1
E2,S2,2023-01-01,2023-06-01,2023-06-02,L2
"""


def test_an_episode_that_ceased_before_care_was_entered_is_refused_alone(
    tmp_path: Path, ssd: Callable[..., Path]
) -> None:
    result = ingest([f"ssd:{ssd(cla_episodes=CARE)}"], tmp_path / "store", date(2024, 7, 1))
    assert [(one.column, one.rows) for one in result.refused] == [("clae_cla_episode_ceased_date", 1)]
    assert set(result.snapshot.events()["person_id"].to_pylist()) == {"social_care-S1"}
