"""Asks an api as KServe's client does, with its tensors in JSON and in binary. Reads stdin, writes JSON."""

import asyncio
import json
import sys

import httpx
import numpy as np
from kserve import InferenceRESTClient, InferInput, InferRequest
from kserve.inference_client import RESTConfig

DTYPES = {"INT64": np.int64, "FP64": np.float64}


def request(model: dict, binary: bool, together: bool) -> InferRequest:
    rows = np.array(model["rows"], dtype=np.float64)
    columns = (
        [("input-0", "FP64", rows)]
        if together
        else [
            (name, datatype, rows[:, [position]].astype(DTYPES[datatype]))
            for position, (name, datatype) in enumerate(zip(model["features"], model["datatypes"]))
        ]
    )
    tensors = []
    for name, datatype, values in columns:
        tensor = InferInput(name, list(values.shape), datatype)
        tensor.set_data_from_numpy(values, binary_data=binary)
        tensors.append(tensor)
    return InferRequest(model_name=model["name"], infer_inputs=tensors, request_id="one")


async def ask(client: InferenceRESTClient, url: str, model: dict) -> dict:
    answered = {}
    for binary in (False, True):
        for together in (False, True):
            response = await client.infer(url, request(model, binary, together), model_name=model["name"])
            assert response.id == "one"
            output = next(output for output in response.outputs if output.name == model["output"])
            key = f"{'binary' if binary else 'json'} {'together' if together else 'apart'}"
            answered[key] = output.as_numpy().ravel().tolist()
    return answered


async def refusal(client: InferenceRESTClient, url: str) -> str:
    try:
        await client.infer(url, {"inputs": []}, model_name="nobody")
    except httpx.HTTPStatusError as error:
        return str(error)
    return "none"


async def main() -> None:
    given = json.load(sys.stdin)
    url = given["url"]
    client = InferenceRESTClient(RESTConfig(protocol="v2", timeout=120))
    told = {
        "live": await client.is_server_live(url),
        "ready": await client.is_server_ready(url),
        "modelsReady": [await client.is_model_ready(url, model["name"]) for model in given["models"]],
        "refusal": await refusal(client, url),
        "models": {model["name"]: await ask(client, url, model) for model in given["models"]},
    }
    await client.close()
    json.dump(told, sys.stdout)


asyncio.run(main())
