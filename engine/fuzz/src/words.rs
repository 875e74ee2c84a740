//! What the mutator knows of documents: values worth trying, and which fields stand in which part. Data alone; a new field
//! of the document gets its line here. `documents` uses it.

/// Numbers worth trying: the ends of ranges, what is almost one, and where floats end.
pub const NUMBERS: [&[u8]; 24] = [
    b"0",
    b"1",
    b"2",
    b"3",
    b"64",
    b"65",
    b"4294967295",
    b"4294967296",
    b"-1",
    b"-0.0",
    b"0.5",
    b"0.999999999",
    b"1e-9",
    b"1e-20",
    b"1e-160",
    b"1e-300",
    b"5e-324",
    b"1e12",
    b"1e13",
    b"1e308",
    b"0.3333333333333333",
    b"0.02",
    b"60",
    b"100",
];

/// Durations worth trying.
pub const DURATIONS: [&[u8]; 17] = [
    br#""1h""#, br#""4h""#, br#""1000h""#, br#""90s""#, br#""1h30m""#, br#""250ms""#, br#""1ms""#, br#""0.001ms""#, br#""365d""#,
    br#""20y""#, br#""100000y""#, br#""99999.99999999999y""#, br#""0s""#, br#""-5h""#, br#""1y1ms""#, br#""0.3s0.3s""#,
    br#""0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001ms""#,
];

/// Other values worth trying anywhere.
pub const OTHERS: [&[u8]; 16] = [
    b"null",
    b"true",
    b"false",
    b"[]",
    b"{}",
    br#""""#,
    br#""demand""#,
    br#""clients""#,
    br#""exponential""#,
    br#""switch""#,
    br#""router""#,
    br#""a/common-cause""#,
    br#""\u0000""#,
    br#""\ud83d\ude00""#,
    br#"[["a"]]"#,
    br#"{"id":"a"}"#,
];

/// Fields that hold durations.
pub const DURATION_FIELDS: [&[u8]; 12] = [
    b"mttf",
    b"mttr",
    b"window",
    b"detect",
    b"switch",
    b"manual",
    b"lag",
    b"rollback",
    b"test_interval",
    b"timeout",
    b"backoff",
    b"mean",
];

/// Fields that hold names of components and pools.
pub const NAME_FIELDS: [&[u8]; 4] = [b"needs", b"members", b"to", b"between"];

/// The fields of a part: the list it stands in, or its own field's name, and each field with a value it may have.
pub const FIELDS: [(&[u8], &[&str]); 11] = [
    (
        b"components",
        &[
            r#""mttf":"1000h""#,
            r#""mttr":"1h""#,
            r#""mttr":"100000y""#,
            r#""availability":0.999"#,
            r#""availability":0"#,
            r#""unavailability":1e-12"#,
            r#""unavailability":1"#,
            r#""cost":4"#,
            r#""capacity_rps":60"#,
            r#""capacity_rps":0"#,
            r#""needs":["a"]"#,
            r#""in":["d"]"#,
            r#""failure":{"distribution":"weibull","shape":2}"#,
            r#""failure":"exponential""#,
            r#""repair":{"distribution":"lognormal","sigma":1}"#,
            r#""repair":"fixed""#,
            r#""service_time":{"mean":"10ms"}"#,
            r#""change":{"bad_per_year":12,"blast":1.0,"rollback":"30m"}"#,
            r#""kind":"switch""#,
            r#""kind":"router""#,
            r#""queue":10"#,
            r#""concurrency":4"#,
        ],
    ),
    (
        b"pools",
        &[
            r#""required":2"#,
            r#""required":1"#,
            r#""required":"demand""#,
            r#""common_cause":0.1"#,
            r#""common_cause":1"#,
            r#""repair_crews":1"#,
            r#""coverage":0.9"#,
            r#""manual":"1h""#,
            r#""needs":["a"]"#,
            r#""standby":{"level":"warm","dormancy":0.3,"coverage":0.95,"detect":"30s","switch":"60s","manual":"1h"}"#,
            r#""standby":{"level":"cold","replication":"async","lag":"5s"}"#,
            r#""standby":{"level":"hot"}"#,
            r#""standby":{"level":"cold","switch":"10m","test_interval":"30d"}"#,
            r#""standby":{"latent":true}"#,
            r#""change":{"bad_per_year":12,"blast":1.0,"rollback":"30m"}"#,
            r#""balancer":{"algorithm":"p2c"}"#,
            r#""health_check":{"interval":"5s","fall":3,"rise":2}"#,
        ],
    ),
    (
        b"domains",
        &[
            r#""mttf":"1y""#,
            r#""mttr":"2h""#,
            r#""in":["d"]"#,
            r#""unavailability":0.001"#,
            r#""kind":"rack""#,
            r#""failure":"fixed""#,
        ],
    ),
    (
        b"cables",
        &[r#""id":"k""#, r#""mttf":"20y""#, r#""mttr":"4h""#, r#""availability":0.9"#, r#""unavailability":1"#],
    ),
    (
        b"needs",
        &[
            r#""soft":true"#,
            r#""soft":false"#,
            r#""timeout":"50ms""#,
            r#""attempts":3"#,
            r#""backoff":"10ms""#,
            r#""jitter":0.5"#,
            r#""retry_budget":0.1"#,
            r#""breaker":{}"#,
        ],
    ),
    (b"clients", &[r#""rps":100"#, r#""rps":0"#, r#""needs":["a"]"#, r#""profile":{}"#]),
    (
        b"standby",
        &[
            r#""level":"warm""#,
            r#""dormancy":0"#,
            r#""coverage":0"#,
            r#""detect":"1h""#,
            r#""switch":"0s""#,
            r#""manual":"1y""#,
            r#""latent":true"#,
            r#""test_interval":"30d""#,
            r#""replication":"sync""#,
        ],
    ),
    (b"change", &[r#""bad_per_year":365"#, r#""blast":0.3"#, r#""rollback":"30m""#]),
    (b"failure", &[r#""distribution":"weibull""#, r#""shape":0.2"#, r#""sigma":4"#]),
    (b"slo", &[r#""window":"30d""#, r#""availability":1"#]),
    // The document itself.
    (
        b"",
        &[
            r#""title":"x""#,
            r#""notes":"at 10d: fail a for 90m\nat 12d 6h: repair a""#,
            r#""layout":{"a":{"x":1,"y":2}}"#,
            r#""pools":[{"id":"a","members":["b"]}]"#,
            r#""domains":[{"id":"d","mttf":"1y"}]"#,
            r#""slo":{"availability":0.999,"window":"30d"}"#,
            r#""cables":[{"between":["clients","a"],"mttf":"20y"}]"#,
            r#""cables":[{"between":["a","b"],"availability":0.9}]"#,
            r#""x":1"#,
        ],
    ),
];
