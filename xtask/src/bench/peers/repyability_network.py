"""RePyability: exact two-terminal availability of a network, for the pairs asked for. Read `mod.rs` for what runs it.

Called with a file: nodes (unavailabilities), links ([a, b, unavailability]), pairs ([a, b]). Says in one line of JSON
what it took and the mean over the pairs. A pair is a network of its own there, so building it counts.
"""

import json
import sys
import time

from repyability import Network


def connected(nodes, links, a, b):
    named = {f"l{i}": (x, y, q) for i, (x, y, q) in enumerate(links)}
    failing = {i: q for i, q in enumerate(nodes) if q > 0}
    return float(Network(named, a, b, nodes=failing).sf())


def main():
    with open(sys.argv[1]) as file:
        case = json.load(file)
    started = time.perf_counter()
    answers = [connected(case["nodes"], case["links"], a, b) for a, b in case["pairs"]]
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "amount": len(answers), "value": sum(answers) / len(answers)}))


main()
