/// How many objects — arrays, boxes, contexts of closures — this thread has allocated so far; -1
/// where nobody counts.
///
/// Linked into an executable with glibc, the `malloc` of this library goes before the system's. It
/// counts what the Swift runtime's allocator asks for, and so leaves out the frames that generic
/// code of the standard library keeps on the heap where it is not specialised, in debug builds.
long allocations(void);
