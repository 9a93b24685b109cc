"""One file for each framework, with a `fit(X, y, job, **options)`; `registry.py` names them."""
