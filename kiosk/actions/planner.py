"""Planning beside the screen's work: small halls in the calling thread, large ones in a process of their own.

Python lets one thread compute at a time, so a plan that takes seconds would hold up every scan of the same process.
The problem goes to the other process and the plan comes back as pickles over its pipes; nobody else can write there.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Final

from kiosk.i18n import _
from kiosk.model import KioskError
from kiosk.rotation import Plan, plan
from kiosk.rotation.planner import Stage, Tell
from kiosk.rotation.problem import Problem

APART: Final = 1_000
"""From so many people on, a process of its own is worth the tenth of a second that it takes to start."""

Make = Callable[[Problem], Plan]
"""Whatever makes a plan of a problem."""


class StoppedError(Exception):
    """The plan is not wanted any more."""


class Planner:
    """Makes one plan, tells the stages of the work, and can be stopped from another thread."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, problem: Problem) -> Plan:
        """The plan.

        Raises:
            StoppedError: ``stop`` was called.
            KioskError: the other process came to its end without a plan.
        """
        return plan(problem, self._told) if problem.people < APART else self._apart(problem)

    def stop(self) -> None:
        """Ends the work as soon as can be."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def _told(self, stage: Stage) -> None:
        if self._stopped:
            raise StoppedError
        self._tell(stage)

    def _apart(self, problem: Problem) -> Plan:
        command = [sys.executable, "-m", __name__]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]  # noqa: S603
            self._process = process
            try:
                self._hand_over(process, problem)
                return self._answer(process)
            except (EOFError, OSError, pickle.UnpicklingError):
                if self._stopped:
                    raise StoppedError from None
                raise KioskError(_("The planning has ended without a plan. Plan again.")) from None
            finally:
                process.kill()

    def _hand_over(self, process: subprocess.Popen[bytes], problem: Problem) -> None:
        if self._stopped:
            raise StoppedError
        assert process.stdin
        pickle.dump(problem, process.stdin)
        process.stdin.close()

    def _answer(self, process: subprocess.Popen[bytes]) -> Plan:
        assert process.stdout
        while True:
            said = pickle.load(process.stdout)  # noqa: S301 - our own process on a pipe that nobody else has
            if isinstance(said, Plan):
                return said
            self._told(Stage(said))


def serve() -> None:
    """The other process: reads the problem, tells the stages, writes the plan."""
    problem, out = pickle.load(sys.stdin.buffer), sys.stdout.buffer  # noqa: S301 - as above

    def tell(stage: Stage) -> None:
        pickle.dump(str(stage), out)
        out.flush()

    pickle.dump(plan(problem, tell), out)


if __name__ == "__main__":
    serve()
