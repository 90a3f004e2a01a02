"""Asks an api with requests that MLServer's codecs write, and reads the answers with them. Reads stdin, writes JSON."""

import json
import sys
import urllib.request

import numpy as np
import pandas as pd
from mlserver.codecs import NumpyCodec, NumpyRequestCodec, PandasCodec
from mlserver.types import InferenceRequest, InferenceResponse


def infer(url: str, model: str, request: InferenceRequest) -> InferenceResponse:
    body = request.model_dump_json(exclude_none=True).encode()
    asked = urllib.request.Request(f"{url}/v2/models/{model}/infer", body, {"content-type": "application/json"})
    with urllib.request.urlopen(asked, timeout=120) as answer:
        return InferenceResponse.model_validate_json(answer.read())


def ask(url: str, model: dict) -> dict:
    frame = pd.DataFrame(model["rows"], columns=model["features"]).apply(pd.to_numeric)
    array = frame.to_numpy(dtype=np.float64)
    whole = InferenceRequest(inputs=[NumpyCodec.encode_input("input-1", array)])
    answered = {}
    for name, request in {
        "pandas": PandasCodec.encode_request(frame),
        "numpy": NumpyRequestCodec.encode_request(array),
        "input-1": whole,
    }.items():
        response = infer(url, model["name"], request)
        answered[name] = PandasCodec.decode_response(response)[model["output"]].tolist()
    return answered


def main() -> None:
    given = json.load(sys.stdin)
    json.dump({model["name"]: ask(given["url"], model) for model in given["models"]}, sys.stdout)


main()
