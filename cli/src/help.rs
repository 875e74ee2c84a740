//! The help texts.

/// `nines --help`
pub const MAIN: &str = "\
nines: how available is a system, exactly and by simulation

Usage:
  nines analyze FILE [--json] [--cuts N]
  nines simulate FILE [--years N] [--seed S] [--json | --trace]
  nines advise FILE [--slo A] [--changes N] [--json]
  nines check FILE [--json]
  nines COMMAND --help

FILE is a nines-topology document in JSON; - reads standard input.

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

/// `nines simulate --help`
pub const SIMULATE: &str = "\
nines simulate FILE [--years N] [--seed S] [--json | --trace]

Lives through N independent years and measures. Every year begins in the long-run state. The same document and seed
give the same bytes on every machine.

  --years N  how many years (default 1000)
  --seed S   which history (default 1)
  --json     print the measurement as JSON
  --trace    print one continuous history of N years that begins with everything working, a line for each failure
             and repair: <microseconds> <fails|repaired> <self|hand> <up|down> <name>; up and down are the clients'
";

/// `nines advise --help`
pub const ADVISE: &str = "\
nines advise FILE [--slo A] [--changes N] [--json]

The cheapest combination of upgrades that reaches the SLO, what every further step of availability costs, and the best
single upgrades: replicas, spares, other domains, faster repair and change-over, fewer bad changes, more repair crews.
Each combination is solved exactly. What an upgrade costs and what a new spare can do are assumptions, which the answer
lists; the document's own costs are their measure.

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
