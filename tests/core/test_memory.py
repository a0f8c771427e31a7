"""A list of any length is read in the same memory."""

import subprocess
import sys
from pathlib import Path

import pytest
from digiflow_core_samples import ruc_of
from test_zip_files import zip_bytes

# Run apart, so that the peak is of the reading alone.
READ = """
import re, sys
from pathlib import Path
import conftest
from digiflow_core.prospect_file import read_prospects
rows = sum(1 for row in read_prospects(sys.argv[1], sys.argv[1]))
# Not ru_maxrss: a child begins with its parent's.
print(rows, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
"""


def write_list(path, rows):
    """Write a list of so many rows, as text or as text in a .zip."""
    lines = (f"{ruc_of(number)}|EMPRESA {number}|9{number:08d}\n" for number in range(rows))
    content = "".join(["RUC|NOMBRE|CELULAR\n", *lines]).encode()
    path.write_bytes(zip_bytes({"list.txt": content}) if path.suffix == ".zip" else content)


def peak_of_reading(path):
    """Return (rows, KB): the most memory of a process that does nothing but read a list."""
    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(
        command, cwd=Path(__file__).parent, check=True, capture_output=True, text=True
    )
    return tuple(map(int, done.stdout.split()))


@pytest.mark.parametrize("name", ["list.txt", "list.zip"])
def test_200000_rows_take_less_than_twice_the_memory_of_10000(tmp_path, name):
    path = tmp_path / name
    peaks = []
    for rows in (10_000, 200_000):
        write_list(path, rows)
        read, peak = peak_of_reading(path)
        assert read == rows
        peaks.append(peak)
    assert peaks[1] < 2 * peaks[0]
    assert peaks[1] < 100_000
