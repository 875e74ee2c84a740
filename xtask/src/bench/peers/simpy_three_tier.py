"""SimPy, as lean as it gets: three-tier-11, a process a component, counters a tier. Read `mod.rs` for what runs it.

Called with the number of ten-year histories; says in one line of JSON what it took.
"""

import json
import random
import sys
import time

import simpy

MTTF, MTTR, HOURS = 1000.0, 10.0, 10 * 8760.0
TIERS = [(2, 2), (6, 3), (3, 2)]  # members, failures that take the tier down


def history(draw):
    env = simpy.Environment()
    failed, state = [0, 0, 0], [0, 0.0, 0.0, 0]  # tiers down, since when, hours down, events

    def component(tier, fatal):
        while True:
            yield env.timeout(draw(1 / MTTF))
            state[3] += 1
            failed[tier] += 1
            if failed[tier] == fatal:
                state[0] += 1
                if state[0] == 1:
                    state[1] = env.now
            yield env.timeout(draw(1 / MTTR))
            state[3] += 1
            if failed[tier] == fatal:
                state[0] -= 1
                if state[0] == 0:
                    state[2] += env.now - state[1]
            failed[tier] -= 1

    for tier, (members, fatal) in enumerate(TIERS):
        for _ in range(members):
            env.process(component(tier, fatal))
    env.run(until=HOURS)
    if state[0]:
        state[2] += HOURS - state[1]
    return state[2], state[3]


def main():
    histories = int(sys.argv[1])
    draw = random.Random(1).expovariate
    started = time.perf_counter()
    runs = [history(draw) for _ in range(histories)]
    seconds = time.perf_counter() - started
    down = sum(hours for hours, _ in runs) / (HOURS * histories)
    years = histories * 10 * 11
    print(json.dumps({"seconds": seconds, "amount": years, "value": down, "events": sum(n for _, n in runs)}))


main()
