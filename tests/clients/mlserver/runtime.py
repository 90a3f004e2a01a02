"""A model for MLServer: the sum of two columns, which refuses what it does not know."""

import numpy as np
from mlserver import MLModel
from mlserver.codecs import NumpyCodec
from mlserver.errors import InferenceError
from mlserver.types import InferenceRequest, InferenceResponse


class Sum(MLModel):
    async def load(self) -> bool:
        return True

    async def predict(self, payload: InferenceRequest) -> InferenceResponse:
        columns = {tensor.name: NumpyCodec.decode_input(tensor).ravel() for tensor in payload.inputs}
        if set(columns) != {"a", "b"}:
            raise InferenceError("the inputs are a and b")
        wanted = [output.name for output in payload.outputs or []]
        if set(wanted) - {"total"}:
            raise InferenceError("the output is total")
        total = (columns["a"] + columns["b"]).astype(np.float64).reshape(-1, 1)
        return InferenceResponse(
            id=payload.id,
            model_name=self.name,
            model_version=self.version,
            outputs=[NumpyCodec.encode_output("total", total)],
        )
