/// How often any thread has asked for memory so far; -1 where nobody counts.
///
/// Linked into an executable with glibc, the `malloc` of this library goes before the system's.
long allocationCount(void);
