"""The most valuable choice of talks when places are scarce: a maximum-value flow from persons to places.

Primal-dual method (Ford & Fulkerson 1962; potentials after Edmonds & Karp 1972) with the persons contracted away: the
graph that is searched has the places as its nodes, and an arc from place a to place b stands for the person whose move
from a to b costs least. That keeps the graph small (20 to 200 nodes instead of 10,000) and needs no library.

A place is a booth, or a booth in one round: place = booth * rounds + round, and with ``rounds`` = 1 just the booth. A
person takes each booth at most once. All places of one round together can have a ceiling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heapify, heappop, heappush, heapreplace
from itertools import pairwise
from typing import Final, NamedTuple

Option = tuple[int, int]
"""A place that somebody would take, and what it is worth."""

NEVER: Final = 1 << 60


class Choice(NamedTuple):
    """Who takes which places, by booth, and what that is worth."""

    taken: list[dict[int, int]]
    value: int


class Flow:
    """One flow, to be run once."""

    def __init__(
        self,
        options: Sequence[Sequence[Option]],
        first: Sequence[int],
        limits: Sequence[int],
        gains: Sequence[int],
        seats: Sequence[int],
        ceilings: Sequence[int] | None = None,
    ) -> None:
        """Start with nobody placed.

        Args:
            options: for each person the places that would be taken.
            first: for each person the index in ``gains`` of the next talk.
            limits: for each person how many places at most.
            gains: what a person's first, second, ... talk is worth; must not rise.
            seats: how many persons each place takes.
            ceilings: for each round how many persons at most; None: one round without a ceiling.
        """
        self.options = options
        self.next = list(first)
        self.stop = [begin + limit for begin, limit in zip(first, limits, strict=True)]
        self.gains = gains
        self.room = list(seats)
        self.load = [0] * len(seats)
        self.ceilings = list(ceilings) if ceilings is not None else [NEVER]
        self.rounds = len(self.ceilings)
        self.people = max(1, len(options))
        self.taken: list[dict[int, int]] = [{} for _ in options]
        self.worth = [{place // self.rounds: value for place, value in wanted} for wanted in options]
        self.value = 0
        self._potential = [0] * len(seats)
        self._movers: list[dict[int, list[int]]] = [{} for _ in seats]
        self._costs: list[dict[int, int]] = [{} for _ in seats]
        self._top = max(gains, default=0) + max((value for wanted in options for _, value in wanted), default=0)
        self._shift = self._top + 1
        self._newcomers = self._all_newcomers()

    def run(self) -> Choice:
        """Place people until nobody more can gain; each step places all who gain equally much."""
        reached = 0
        while (step := self._reach()) is not None:
            reached += step
            if reached >= self._top:
                break
            self._place_all(self._top - reached)
        return Choice(self.taken, self.value)

    def _all_newcomers(self) -> list[list[int]]:
        """For each place a heap of the persons who would take it as a further talk, the most valuable first."""
        newcomers: list[list[int]] = [[] for _ in self.room]
        for person, wanted in enumerate(self.options):
            if self.next[person] < self.stop[person]:
                for place, value in wanted:
                    cost = self._top - self.gains[self.next[person]] - value
                    newcomers[place].append(cost * self.people + person)
        for heap in newcomers:
            heapify(heap)
        return newcomers

    def _newcomer(self, place: int) -> int:
        """Cost of the best further talk at a place; its person is then at the top of the heap."""
        heap, booth = self._newcomers[place], place // self.rounds
        while heap:
            cost, person = divmod(heap[0], self.people)
            if booth in self.taken[person] or self.next[person] >= self.stop[person]:
                heappop(heap)
                continue
            now = self._top - self.gains[self.next[person]] - self.worth[person][booth]
            if now == cost:
                return cost
            heapreplace(heap, now * self.people + person)
        return NEVER

    def _open(self, place: int) -> bool:
        """Whether one more person can simply come to a place."""
        return self.room[place] > 0 and self.ceilings[place % self.rounds] > 0

    def _siblings(self, place: int) -> Iterator[int]:
        """Places of the same round that one person less would help, where only the round's ceiling is in the way."""
        moment = place % self.rounds
        if self.room[place] > 0 and self.ceilings[moment] <= 0:
            for other in range(moment, len(self.room), self.rounds):
                if other != place and self.load[other]:
                    yield other

    def _reach(self) -> int | None:
        """Raise the potentials by the distances to the nearest open place (Dijkstra); the distance, None: no way."""
        potential, size = self._potential, len(self.room)
        distance = [self._newcomer(place) - potential[place] for place in range(size)]
        nearest = min((distance[place] for place in range(size) if self._open(place)), default=NEVER >> 1)
        queue = [there * size + place for place, there in enumerate(distance) if there < nearest]
        heapify(queue)
        while queue:
            there, place = divmod(heappop(queue), size)
            if there > distance[place] or there >= nearest:
                continue
            here = there + potential[place]
            for other, cost in self._arcs(place):
                onward = here + cost - potential[other]
                if onward < distance[other] and onward < nearest:
                    distance[other] = onward
                    if self._open(other):
                        nearest = onward
                    else:
                        heappush(queue, onward * size + other)
        if nearest >= NEVER >> 1:
            return None
        for place, there in enumerate(distance):
            potential[place] += min(there, nearest)
        return nearest

    def _arcs(self, place: int) -> Iterator[tuple[int, int]]:
        """Where somebody who sits at a place could move, and what the cheapest move costs."""
        yield from self._costs[place].items()
        for other in self._siblings(place):
            yield other, 0

    def _place_all(self, gain: int) -> None:
        """Place everybody for whom the chain of moves to an open place now costs nothing beyond the potentials."""
        dead = bytearray(len(self.room))
        for place in range(len(self.room)):
            while not dead[place] and self._newcomer(place) == self._potential[place]:
                path = self._search(place, dead)
                if path is None:
                    break
                self._carry_out(path)
                self.value += gain

    def _carry_out(self, path: list[int]) -> None:
        """Place the best newcomer at the start of a chain and move one person per arc, the last first.

        Each move opens the place before. If the newcomer would move on the chain to another round of the same booth,
        the chain can as well begin there.
        """
        newcomer = self._best_newcomer(path[0])
        people = [self._mover(place, other) for place, other in pairwise(path)]
        for at in range(len(people) - 1, -1, -1):
            if people[at] == newcomer and path[at + 1] // self.rounds == path[0] // self.rounds:
                self._carry_out(path[at + 1 :])
                return
        for at in range(len(people) - 1, -1, -1):
            if (person := people[at]) is not None:
                self._leave(person, path[at])
                self._take(person, path[at + 1])
        self.next[newcomer] += 1
        self._take(newcomer, path[0])

    def _mover(self, place: int, other: int) -> int | None:
        """Who moves between two places of a chain; None where only the round's ceiling is passed on."""
        cost = self._costs[place].get(other)
        if cost is None or self._potential[place] + cost != self._potential[other]:
            return None
        return self._movers[place][other][0] % self.people

    def _best_newcomer(self, place: int) -> int:
        """Who would gain most by a further talk at a place that somebody wants."""
        self._newcomer(place)
        return self._newcomers[place][0] % self.people

    def _search(self, start: int, dead: bytearray) -> list[int] | None:
        """The shortest chain of places from ``start`` to an open one without reduced cost; marks the dead ends.

        On a shortest chain nobody stands in the way of an own second move.
        """
        before = {start: start}
        dead[start] = 1
        for place in (queue := [start]):
            if self._open(place):
                for seen in queue:
                    dead[seen] = 0
                return self._trace(before, place)
            for other in self._free_arcs(place):
                if not dead[other]:
                    dead[other] = 1
                    before[other] = place
                    queue.append(other)
        return None

    @staticmethod
    def _trace(before: dict[int, int], place: int) -> list[int]:
        """The chain that led to a place, from its start."""
        path = [place]
        while before[place] != place:
            place = before[place]
            path.append(place)
        return path[::-1]

    def _free_arcs(self, place: int) -> list[int]:
        """Where somebody can move from a place without reduced cost."""
        potential = self._potential
        here = potential[place]
        ways = [other for other, cost in self._costs[place].items() if here + cost == potential[other]]
        return ways + [other for other in self._siblings(place) if here == potential[other]]

    def _places(self, person: int, booth: int) -> list[int]:
        """Where a person would take this booth."""
        if self.rounds == 1:
            return [booth]
        return [place for place, _ in self.options[person] if place // self.rounds == booth]

    def _take(self, person: int, place: int) -> None:
        """Put a person at a place, and see which moves that makes possible and impossible."""
        booth, taken, worth = place // self.rounds, self.taken[person], self.worth[person]
        taken[booth] = place
        for barred in self._places(person, booth):
            for other in taken.values():
                self._forget(person, other, barred)
        self.room[place] -= 1
        self.load[place] += 1
        self.ceilings[place % self.rounds] -= 1
        for wanted, value in self.options[person]:
            key = wanted // self.rounds
            if wanted != place and (key == booth or key not in taken):
                self._offer(person, place, wanted, worth[booth] - value)

    def _leave(self, person: int, place: int) -> None:
        """The opposite of ``_take``."""
        booth, taken, worth = place // self.rounds, self.taken[person], self.worth[person]
        del taken[booth]
        self.room[place] += 1
        self.load[place] -= 1
        self.ceilings[place % self.rounds] += 1
        for wanted, _ in self.options[person]:
            self._forget(person, place, wanted)
        for wanted in self._places(person, booth):
            for key, other in taken.items():
                self._offer(person, other, wanted, worth[key] - worth[booth])
            if self.next[person] < self.stop[person]:
                cost = self._top - self.gains[self.next[person]] - worth[booth]
                heappush(self._newcomers[wanted], cost * self.people + person)

    def _offer(self, person: int, place: int, other: int, cost: int) -> None:
        """Note that a person could move between two places at this cost."""
        heap = self._movers[place].setdefault(other, [])
        heappush(heap, (cost + self._shift) * self.people + person)
        self._costs[place][other] = heap[0] // self.people - self._shift

    def _forget(self, person: int, place: int, other: int) -> None:
        """Drop moves that are no longer possible from the top of their heap, where ``person`` is leading it."""
        heap = self._movers[place].get(other)
        if not heap or heap[0] % self.people != person:
            return
        heappop(heap)
        while heap and not self._can_move(heap[0] % self.people, place, other):
            heappop(heap)
        if heap:
            self._costs[place][other] = heap[0] // self.people - self._shift
        else:
            del self._costs[place][other]

    def _can_move(self, person: int, place: int, other: int) -> bool:
        """Whether a person sits at a place and may take the other one instead."""
        booth, wanted, taken = place // self.rounds, other // self.rounds, self.taken[person]
        return taken.get(booth) == place and (wanted == booth or wanted not in taken)
