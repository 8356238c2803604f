#ifndef CHECK_DRIFT_ALLOCATOR_H
#define CHECK_DRIFT_ALLOCATOR_H

/// Has the allocator ask the system for memory in large steps, and keep what is freed: for a program that ends soon.
///
/// With several threads, glibc makes each thread's heap larger by a page or so at a time: a system call for every few
/// kilobytes, in which the threads wait for one another. To give memory back, only to ask for it again, takes longer than
/// many files take to be looked at. Does nothing where there is no glibc.
void check_drift_keep_memory(void);

/// Asks for large pages for the memory that the calling thread allocates: the system gives a small page only when it is
/// touched, which costs microseconds each time on a virtual machine. Does nothing where there is no glibc.
void check_drift_use_large_pages(void);

#endif
