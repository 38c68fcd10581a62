"""Other people's frameworks: each module is imported where its framework is used."""
