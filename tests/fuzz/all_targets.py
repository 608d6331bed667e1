"""All targets by their names."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fuzz.documents import DOCUMENTS
from tests.fuzz.settings import SETTINGS
from tests.fuzz.target import Target
from tests.fuzz.whole_ways import WHOLE_WAYS

TARGETS: Mapping[str, Target] = {target.name: target for target in (*DOCUMENTS, *SETTINGS, *WHOLE_WAYS)}
