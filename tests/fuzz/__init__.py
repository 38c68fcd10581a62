"""Fuzzing: machines that do things in any order; ``benchmarks.fuzz`` goes on by coverage."""
