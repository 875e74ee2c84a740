"""RePyability: three-tier-11, simulated by its compiled engine as plain runs. Read `mod.rs` for what runs it.

Called with the number of ten-year histories; says in one line of JSON what it took. The first run, which compiles, is
timed apart. One job, so one core; no control variate, so that the numbers are the simulation's own.
"""

import json
import sys
import time

from repyability import PerfectReliability, RepairableRBD
from surpyval import Exponential

HOURS = 10 * 8760.0
TIERS = [("lb", 2, 1), ("app", 6, 4), ("db", 3, 2)]


def diagram():
    life, repair = Exponential.from_params([1 / 1000.0]), Exponential.from_params([1 / 10.0])
    edges, components, k, before = [], {}, {}, "in"
    for tier, members, required in TIERS:
        vote = f"{tier}-vote"
        for i in range(members):
            name = f"{tier}-{i}"
            components[name] = {"reliability": life, "repairability": repair}
            edges += [(before, name), (name, vote)]
        components[vote] = PerfectReliability
        k[vote] = required
        before = vote
    edges.append((before, "out"))
    return RepairableRBD(edges, components, k=k)


def run(system, histories):
    started = time.perf_counter()
    result = system.availability(
        HOURS, mc_samples=histories, seed=1, engine="numba", control_variate=False, curve_points=10
    )
    seconds = time.perf_counter() - started
    return seconds, 1 - float(sum(result.uptimes)) / (HOURS * histories)


def main():
    histories = int(sys.argv[1])
    system = diagram()
    compiling, _ = run(system, 2)
    seconds, down = run(system, histories)
    print(json.dumps({"seconds": seconds, "amount": histories * 110, "value": down, "first": compiling}))


main()
