"""Tests of layoutfix.integrations, against the real packages."""
