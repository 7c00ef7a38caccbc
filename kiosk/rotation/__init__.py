"""Who goes where: the plan of a block in rounds, its repair, and the dispatcher of a queue. Pure, and no clock."""

from kiosk.rotation.planner import Stage, plan
from kiosk.rotation.problem import Plan, Problem, Talk, ranked, weight

__all__ = ["Plan", "Problem", "Stage", "Talk", "plan", "ranked", "weight"]
