"""The rotation planner in figures: ``python -m bench.rotation [--seeds N] [--slow] [--csplib DIR]``.

Instances and their seeds are those of ``bench/instances.py``. Shares are value / proven bound. ``--slow`` adds CP-SAT
with 60 seconds an instance. Large halls are planned in a process of their own, so that their memory can be seen.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from bench.events import KINDS, happening
from bench.instances import FILES, Kind, event, interviews, made_up
from bench.peers import PEERS, cp_sat
from kiosk.rotation import Problem, fast, plan
from kiosk.rotation.mending import Why
from kiosk.rotation.repair import possible, repair
from kiosk.rotation.simulate import POLICIES, afternoon, simulate

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def plans(seeds: int) -> None:
    print(f"\nPlans, {seeds} seeds each: proven best, worst share of the bound, milliseconds")
    for name in ("a", "b", "c", "c2"):
        for absences in (False, True):
            proven, shares, took = 0, [], []
            for seed in range(1, seeds + 1):
                problem = event(name, seed, absences)
                made, seconds = timed(lambda problem=problem: plan(problem))
                proven += made.proven
                shares.append(made.share)
                took.append(seconds * 1000)
            print(
                f"  {name + (' with absences' if absences else ''):20} proven {proven:3}/{seeds}  "
                f"worst {min(shares) * 100:.4f} %  median {statistics.median(took):.1f}  max {max(took):.1f}"
            )


def peers(slow: bool) -> None:
    print("\nBeside others, seed 1: share of our bound, and how many times our seconds they take")
    for name in ("a", "b", "c", "c2"):
        for absences in (False, True):
            problem = event(name, 1, absences)
            made, seconds = timed(lambda problem=problem: plan(problem))
            print(
                f"  {name + (' with absences' if absences else ''):20} kiosk {made.share * 100:.3f} % {seconds:.4f} s"
            )
            for peer, solve in (PEERS | ({"CP-SAT, 60 s": cp_sat} if slow else {})).items():
                talks, its = timed(lambda solve=solve, problem=problem: solve(problem))
                share = problem.value(talks) / made.bound
                print(f"    {peer:24} {share * 100:8.3f} %  x{its / seconds:.1f}")


def large() -> None:
    print("\nGrowth: seconds, share, memory beyond rest in MB (own process each)")
    for what in ("100", "1000", "10000", "d", "d2"):
        for absences in (False, True):
            for extra in (False, True):
                if extra and what not in ("d", "d2"):
                    continue
                told = _child(what, absences, extra)
                print(
                    f"  {what + (' with absences' if absences else ''):20} {'fast' if extra else 'core':4} "
                    f"{told['seconds']:.3f} s  {told['share'] * 100:.4f} %  {told['mb']:.1f} MB"
                )


def _child(what: str, absences: bool, extra: bool) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.rotation", "--one", what, str(int(absences)), str(int(extra))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _growing(people: int, absences: bool) -> Problem:
    kind = Kind(f"grow-{people}", people, max(4, people // 50), 12, (2, 6))
    return made_up(kind, 1, absences)


def one(what: str, absences: bool, extra: bool) -> None:
    if not extra:
        fast.WORTH_IT = 1 << 30
    problem = _growing(int(what), absences) if what.isdigit() else event(what, 1, absences)
    rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made, seconds = timed(lambda: plan(problem))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - rest) / 1024
    print(json.dumps({"seconds": seconds, "share": made.share, "mb": grown}))


def csplib(folder: Path) -> None:
    print("\nCSPLib prob062, core problem: talks, proven best, milliseconds")
    for students in FILES:
        problem = interviews(folder, students)
        made, seconds = timed(lambda problem=problem: plan(problem))
        print(f"  {students:4} students  {len(made.talks):5} talks  proven {made.proven}  {seconds * 1000:.1f}")


def repairs(count: int) -> None:
    print(f"\nRepairs, {count} random events each: milliseconds, share of what is still possible, bystanders")
    for name in ("c", "c2"):
        problem = event(name, 1, absences=True)
        old = plan(problem).talks
        for kind in KINDS:
            dice, took, shares, others = random.Random(kind), [], [], []
            for _ in range(count):
                now, first = happening(kind, problem, old, dice)
                mended, seconds = timed(lambda now=now, first=first, old=old: repair(now, old, first))
                took.append(seconds * 1000)
                shares.append(mended.value / possible(now, old, first))
                others.append(sum(change.why is Why.MADE_WAY for change in mended.moved))
            print(
                f"  {name:3} {kind:13} median {statistics.median(took):.1f}  p99 {percentile(took, 0.99):.1f}  "
                f"share {statistics.mean(shares) * 100:.4f} % (least {min(shares) * 100:.3f} %)  "
                f"bystanders {statistics.mean(others):.2f} (most {max(others)})"
            )


def policies(seeds: int) -> None:
    print(
        f"\nWithout a gong, 675 people in 4 hours, {seeds} seeds: talks, per person, nobody %, standing minutes a talk"
    )
    for interviewers in (60, 84):
        for policy in POLICIES:
            days = [simulate(afternoon(s, interviewers=interviewers), policy, s) for s in range(1, seeds + 1)]
            talks = statistics.mean(day.talks for day in days)
            without = statistics.mean(day.without for day in days) / 6.75
            stood = sum(day.stood for day in days) / 60 / max(1, sum(day.talks for day in days))
            print(f"  {interviewers} {policy.name:34} {talks:6.0f}  {talks / 675:.2f}  {without:4.1f} %  {stood:.1f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=100)
    options.add_argument("--slow", action="store_true", help="CP-SAT too, with a minute an instance")
    options.add_argument("--csplib", type=Path, help="folder with the data of CSPLib prob062")
    options.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        one(chosen.one[0], chosen.one[1] == "1", chosen.one[2] == "1")
        return
    plans(chosen.seeds)
    if chosen.csplib:
        csplib(chosen.csplib)
    repairs(3 * chosen.seeds)
    large()
    peers(chosen.slow)
    policies(max(1, chosen.seeds // 10))


if __name__ == "__main__":
    main()
