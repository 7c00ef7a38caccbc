"""Who goes where: the plan of a block in rounds, its repair, and the dispatcher of a queue. Pure, and no clock."""

from kiosk.rotation.mending import Why
from kiosk.rotation.planner import Stage, plan, soonest
from kiosk.rotation.problem import Plan, Problem, Talk, ranked, weight
from kiosk.rotation.repair import Change, Clash, Repair, possible, rebalance, repair, swap_by_hand

__all__ = [
    "Change",
    "Clash",
    "Plan",
    "Problem",
    "Repair",
    "Stage",
    "Talk",
    "Why",
    "plan",
    "possible",
    "ranked",
    "rebalance",
    "repair",
    "soonest",
    "swap_by_hand",
    "weight",
]
