"""A scikit-learn model behind BentoML as its docs show it. BENCH_MODEL names the file of the model."""

import os

import bentoml
import joblib
import numpy as np


@bentoml.service(workers=1)
class Riesgo:
    def __init__(self) -> None:
        self.model = joblib.load(os.environ["BENCH_MODEL"])

    @bentoml.api
    def predict(self, rows: np.ndarray) -> np.ndarray:
        return self.model.predict_proba(rows)[:, 1]
