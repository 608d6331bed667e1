"""A certificate of this machine's own for tests of downloads over TLS."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def certificate(folder: Path, *names: str) -> Path:
    """Return a file with a key and a certificate for the host names, which nobody but the test trusts."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("openssl is not installed")
    key, file = folder / "key.pem", folder / "cert.pem"
    subject = ["-subj", "/CN=test", "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
    new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(file)]
    subprocess.run([openssl, *new, *subject], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + key.read_bytes())
    return file
