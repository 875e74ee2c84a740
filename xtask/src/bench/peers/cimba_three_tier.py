"""Cimba: three-tier-11 as compiled processes, a process a component. Read `mod.rs` for what runs it.

Called with the number of ten-year histories; says in one line of JSON what it took. The first run, which compiles, is
timed apart.
"""

import json
import sys
import time

import cimba as cb
from cimba import random

MTTF, MTTR, HOURS = 1000.0, 10.0, 10 * 8760.0


class System(cb.Model):
    """Counters of the three tiers; `below` is how many tiers are down."""

    lb: int = 0
    app: int = 0
    db: int = 0
    below: int = 0
    since: float = 0.0
    hours: float = 0.0
    down: cb.Output[float]

    @cb.function
    def falls(self) -> None:
        self.below += 1
        if self.below == 1:
            self.since = cb.now()

    @cb.function
    def rises(self) -> None:
        self.below -= 1
        if self.below == 0:
            self.hours += cb.now() - self.since

    @cb.process(copies=2)
    def balancer(self):
        while True:
            cb.hold(random.exponential(MTTF))
            self.lb += 1
            if self.lb == 2:
                self.falls()
            cb.hold(random.exponential(MTTR))
            if self.lb == 2:
                self.rises()
            self.lb -= 1

    @cb.process(copies=6)
    def server(self):
        while True:
            cb.hold(random.exponential(MTTF))
            self.app += 1
            if self.app == 3:
                self.falls()
            cb.hold(random.exponential(MTTR))
            if self.app == 3:
                self.rises()
            self.app -= 1

    @cb.process(copies=3)
    def database(self):
        while True:
            cb.hold(random.exponential(MTTF))
            self.db += 1
            if self.db == 2:
                self.falls()
            cb.hold(random.exponential(MTTR))
            if self.db == 2:
                self.rises()
            self.db -= 1

    @cb.on_end
    def measure(self):
        if self.below > 0:
            self.hours += cb.now() - self.since
        self.down = self.hours / HOURS


def run(histories):
    model = System()
    experiment = cb.Experiment(model, replications=histories, window=cb.Window(duration=HOURS), seed=1)
    started = time.perf_counter()
    # One worker: one core, as for everyone else.
    results = experiment.run(workers=1)
    seconds = time.perf_counter() - started
    return seconds, float(results[model].down.values.mean())


def main():
    histories = int(sys.argv[1])
    compiling, _ = run(2)
    seconds, down = run(histories)
    print(json.dumps({"seconds": seconds, "amount": histories * 110, "value": down, "first": compiling}))


main()
