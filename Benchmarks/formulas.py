"""Times and memory of a report with many formulas, each kept apart by its numbers, a section for ten."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

CHECKMARK = pathlib.Path(__file__).parent.parent / ".build/release/checkmark"

HEAD = r"""---
title: Many formulas
---

```math given
x \in \R^{5 \times 2}, \quad W \in \R^{3 \times 5}, \quad a, b \in \R
```
"""

# Ten formulas: three answers, three that are understood in passing, four that are only set.
SECTION = r"""
## Part %(n)d

```math define
u_{%(n)d} = a + %(n)d b
```

Let $y = W x$ and $z_{%(n)d} = \frac{a}{b + %(n)d}$ with $\alpha_{%(n)d} > 0$; $W x \in \R^{3 \times 2}$ and $\sum_{k=0}^{%(n)d} k^2$.

$$\int_0^{%(n)d} e^{-t} dt$$

```math check
(a + b)^2 = a^2 + 2 a b + b^2 + %(n)d - %(n)d
```

```math check
u_{%(n)d} = %(n)d b + a
```

```check
%(n)d + 1 = %(next)d
```
"""


def main():
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for count in [1000, 3000, 10000]:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "many.md"
            os.environ["XDG_CACHE_HOME"] = folder
            sections = (SECTION % {"n": n, "next": n + 1} for n in range(count // 10))
            path.write_text(HEAD + "".join(sections))
            command = [CHECKMARK, "build", path, "--output", pathlib.Path(folder) / "output"]
            start = time.perf_counter()
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            if status != 0:
                sys.exit("the build failed")
            page = (pathlib.Path(folder) / "output/many.html").stat().st_size
            print(f"{count:6} formulas {seconds:6.2f} s {1e3 * seconds / count:6.3f} ms each "
                  f"{usage.ru_maxrss / 1024:6.0f} MB {page / 1e6:6.1f} MB of page")


if __name__ == "__main__":
    main()
