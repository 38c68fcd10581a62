"""Which heading a text belongs under: evidence, decision, fragments."""
