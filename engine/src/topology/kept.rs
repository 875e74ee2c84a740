//! Fields of the document that this version keeps for the traffic simulation without the long run depending on them:
//! they are no unknown fields, and they survive saving.

/// Kept fields of the clients.
pub const CLIENTS: &[&str] = &["profile"];
/// Kept fields of a component.
pub const COMPONENT: &[&str] = &["service_time", "queue", "concurrency"];
/// Kept fields of a pool.
pub const POOL: &[&str] = &["balancer", "health_check", "service_time"];
/// Kept fields of a pool's standby.
pub const STANDBY: &[&str] = &["replication", "lag"];
/// Kept fields of a need.
pub const NEED: &[&str] = &["timeout", "attempts", "backoff", "jitter", "retry_budget", "breaker"];
