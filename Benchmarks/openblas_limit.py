"""The limit for products: OpenBLAS alone, from the library that Checkmark uses.

First it writes the kernel that OpenBLAS has chosen; then it reads lines `sgemm seconds`, and answers each with `median least` seconds
of a product of 1024 × 1024 matrices.
"""

import ctypes
import statistics
import sys
import time

library = ctypes.CDLL("libopenblas.so.0")
library.openblas_set_num_threads(int(sys.argv[1]))
library.openblas_get_corename.restype = ctypes.c_char_p

SIZE = 1024
ROWS, PLAIN = 101, 111


def product():
    size, scalars = SIZE, ctypes.c_float * (SIZE * SIZE)
    a, b, c = (scalars(*[0.5] * (SIZE * SIZE)) for _ in range(3))
    zero, one = ctypes.c_float(0), ctypes.c_float(1)
    return lambda: library.cblas_sgemm(
        ROWS, PLAIN, PLAIN, size, size, size, one, a, size, b, size, zero, c, size)


def measure(step, total):
    samples = []
    while sum(samples) < total or len(samples) < 3:
        start = time.perf_counter()
        step()
        samples.append(time.perf_counter() - start)
    return statistics.median(samples), min(samples)


def main():
    print(library.openblas_get_corename().decode(), flush=True)
    step = product()
    step()
    for line in sys.stdin:
        print(*measure(step, float(line.split()[1])), flush=True)


main()
