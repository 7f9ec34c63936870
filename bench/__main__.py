"""`python -m bench [module …]`: runs the measurements, prints every ratio and fails when one misses its target."""

import importlib
import pkgutil
import sys

import bench


def main(wanted: list[str]) -> int:
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"]
    missed = 0
    for name in names:
        if wanted and name not in wanted:
            continue
        for ratio in importlib.import_module(f"bench.{name}").main():
            missed += not ratio.is_met
            verdict = "ok" if ratio.is_met else "MISSED"
            sys.stdout.write(f"{ratio.name:62} {ratio.value:7.2f}  target ≤ {ratio.target:g}  {verdict}\n")
            sys.stdout.flush()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
