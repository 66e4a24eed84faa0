// Twice the two cores of the smallest machine: many of these tests wait for a minute to pass or for a process to start, and would let others wait.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
