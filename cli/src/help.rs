//! The help texts.

/// `nines --help`
pub const MAIN: &str = "\
nines: how available is a system, exactly and by simulation

Usage:
  nines analyze FILE [--json] [--cuts N]
  nines explain FILE [--json]
  nines simulate FILE [--years N] [--seed S] [--script FILE] [--threads N] [--json | --trace | --part I/N]
  nines simulate FILE --rare [--cycles N] [--seed S] [--json]
  nines merge PART... [--json]
  nines advise FILE [--slo A] [--changes N] [--json]
  nines check FILE [--json]
  nines import FILE [--top NAME]
  nines export FILE
  nines COMMAND --help

FILE is a nines-topology document in JSON, and for import an Open-PSA fault tree in XML; - reads standard input.

A small one, two web servers and a database:

  { \"format\": \"nines-topology\", \"version\": 1,
    \"clients\": { \"needs\": [\"web\"] },
    \"components\": [
      { \"id\": \"web-1\", \"kind\": \"server\",   \"mttf\": \"1000h\", \"mttr\": \"1h\" },
      { \"id\": \"web-2\", \"kind\": \"server\",   \"mttf\": \"1000h\", \"mttr\": \"1h\" },
      { \"id\": \"db\",    \"kind\": \"database\", \"mttf\": \"2000h\", \"mttr\": \"4h\" } ],
    \"pools\": [ { \"id\": \"web\", \"members\": [\"web-1\", \"web-2\"], \"needs\": [\"db\"] } ] }

Exit status: 0 with an answer, 1 when the document has errors or cannot be read, 2 on wrong usage.
";

/// `nines analyze --help`
pub const ANALYZE: &str = "\
nines analyze FILE [--json] [--cuts N]

The exact long-run availability, how often and how long the clients are down, which failures take them down, and
what to fix first. Exact means: by decision diagram, shared parts counted once. Where the document says something
that is not counted, the answer says \"approximate\" and why.

  --cuts N   list the N most probable minimal cut sets (default 50)
  --json     print the answer as JSON; findings go to standard error as JSON when there is no answer

Measures of importance, by their textbook definitions:
  Birnbaum     how much the unavailability grows when the part goes from working to failed
  criticality  the share of the downtime that would go if the part never failed
";

/// `nines explain --help`
pub const EXPLAIN: &str = "\
nines explain FILE [--json]

The exact unavailability as a derivation, step by step: what is in series, what stands in for what, how many of how
many, and what happens when a part that several share works or is down. In words and in numbers.

  --json     print the steps as JSON, each with the parts it is about and the steps it builds on
";

/// `nines simulate --help`
pub const SIMULATE: &str = "\
nines simulate FILE [--years N] [--seed S] [--script FILE] [--threads N] [--json | --trace | --part I/N]
nines simulate FILE --rare [--cycles N] [--seed S] [--json]

Lives through N independent years and measures. Every year begins in the long-run state. The same document and seed
give the same bytes on every machine, with any number of threads, whole or in parts.

  --years N      how many years (default 1000)
  --seed S       which history (default 1)
  --threads N    on how many threads (default: all cores)
  --script FILE  faults made by hand in every year, a line each: at 10d: fail zone-a for 90m
                                                                 at 12d: fail db
                                                                 at 12d 2h: repair db
  --rare         measure high nines by importance sampling: failures are made likely, and what comes of it is weighed
                 with how likely it really was; says how much it gained over plain simulation
  --cycles N     with --rare: how many cycles, from everything works to everything works (default 200000)
  --json         print the measurement as JSON
  --part I/N     measure only part I of N, and print a partial result for nines merge
  --trace        print one continuous history of N years that begins with everything working, a line for each failure
                 and repair: <microseconds> <fails|repaired> <self|hand> <up|down> <name>; up and down are the clients'
";

/// `nines merge --help`
pub const MERGE: &str = "\
nines merge PART... [--json]

Joins the partial results of nines simulate --part to what one machine would have printed, byte for byte. For any batch
system, here sixteen jobs of which each writes a file:

  nines simulate shop.json --years 1000000 --part $I/16 > part-$I.json
  nines merge part-*.json --json

A part that is missing, cut off or of another study is named; run that one again.

  --json     print the measurement as JSON
";

/// `nines advise --help`
pub const ADVISE: &str = "\
nines advise FILE [--slo A] [--changes N] [--json]

The cheapest combination of upgrades that reaches the SLO, what every further step of availability costs, and the best
single upgrades: replicas, spares, other domains, faster repair and change-over, fewer bad changes, more repair crews.
Each combination is solved as analyze does it, and marked where that is approximate. What an upgrade costs and what a
new spare can do are assumptions, which the answer lists; the document's own costs are their measure.

  --slo A      the availability to reach, such as 0.9995 (default: the document's slo; without both only the frontier)
  --changes N  combine up to N upgrades, at most 8 (default 3)
  --json       print the answer as JSON
";

/// `nines check --help`
pub const CHECK: &str = "\
nines check FILE [--json]

Prints everything there is to say about a document: errors, warnings and notes, each with its place and what to do.
Exit status 0 when there are no errors.
";

/// `nines import --help`
pub const IMPORT: &str = "\
nines import FILE [--top NAME]

Reads a fault tree in the XML of the Open-PSA model exchange format and prints it as a nines-topology document: an
event becomes a component, an or-gate a component that needs all its inputs, an and-gate a pool that requires one of
its inputs, and where k of n must fail, the pool requires n - k + 1.

  --top NAME   the gate that takes the clients down, where the document has several top gates

Gates: and, or, not, xor, nand, nor, atleast; formulas may be nested. Probabilities are numbers (<float value=.../>).
What is passed over is named on standard error. A tree in which a failure helps (a \"not\" that stays, an \"xor\") has no
document; the error names the gates and gives the exact probability.
";

/// `nines export --help`
pub const EXPORT: &str = "\
nines export FILE

Prints a document as a fault tree in the XML of the Open-PSA model exchange format, with the probabilities that the
exact answer counts: components, domains and common causes are its basic events. Repair times, costs, capacities and
soft needs have no place in it. Names are changed where the format does not allow them; labels keep the original.
";
