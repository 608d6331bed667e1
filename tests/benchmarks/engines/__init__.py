"""One question, asked of Surveyor, plain pandas, DuckDB and Datasette: each answers in the same words."""
