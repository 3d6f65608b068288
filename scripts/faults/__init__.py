"""The parts of bench_faults: what is done to an index, and what is counted."""
