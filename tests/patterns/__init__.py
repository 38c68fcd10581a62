"""Regular expressions: all that layoutfix compiles, each tried on its worst input."""
