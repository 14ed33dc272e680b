"""`make bench`: every measurement, as ratios side by side in one run; absolute figures depend on the machine."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import bench


def main() -> int:
    """Run every module of this folder that has a `run`, and print its rows."""
    wanted = sys.argv[1:]
    print(f"{'what':66} {'ours/s':>12} {'against':>34} {'its/s':>12} {'ratio':>8} {'target':>8}")
    missed = 0
    for module in sorted(each.name for each in iter_modules(bench.__path__) if not each.name.startswith("_")):
        if wanted and module not in wanted:
            continue
        for row in import_module(f"bench.{module}").run():
            kept = _kept(row)
            missed += not kept
            print(
                f"{row['name'][:66]:66} {row['ours_per_s']:12,.0f} {row['against'][:34]:>34} "
                f"{row['against_per_s']:12,.0f} {row['ratio']:8.2f} {_target(row):>8}{'' if kept else '  missed'}",
                flush=True,
            )
    print("every target met" if not missed else f"{missed} targets missed on this run")
    return 0


def _kept(row: dict[str, object]) -> bool:
    target, ratio = row.get("target"), row["ratio"]
    if not isinstance(target, int | float) or not isinstance(ratio, int | float):
        return True
    return ratio <= -target if target < 0 else ratio >= target


def _target(row: dict[str, object]) -> str:
    """At least so much; a negative target means at most its amount."""
    target = row.get("target")
    if not isinstance(target, int | float):
        return ""
    return f"<= {-target:g}" if target < 0 else f">= {target:g}"


if __name__ == "__main__":
    sys.exit(main())
