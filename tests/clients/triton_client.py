"""Asks an api as Triton's client does, with its tensors in JSON and in binary. Reads stdin, writes JSON."""

import json
import sys

import numpy as np
import tritonclient.http as triton

DTYPES = {"INT64": np.int64, "FP64": np.float64, "FP32": np.float32}


def inputs(model: dict, binary: bool, together: bool) -> list:
    rows = np.array(model["rows"], dtype=np.float64)
    if together:
        tensor = triton.InferInput("input-0", list(rows.shape), "FP64")
        tensor.set_data_from_numpy(rows, binary_data=binary)
        return [tensor]
    made = []
    for position, (name, datatype) in enumerate(zip(model["features"], model["datatypes"])):
        column = rows[:, [position]].astype(DTYPES[datatype])
        tensor = triton.InferInput(name, list(column.shape), datatype)
        tensor.set_data_from_numpy(column, binary_data=binary)
        made.append(tensor)
    return made


def ask(client: triton.InferenceServerClient, model: dict) -> dict:
    name, output = model["name"], model["output"]
    answered = {}
    for asked in (False, True):
        for told in (False, True, None):
            for together in (False, True):
                outputs = None if told is None else [triton.InferRequestedOutput(output, binary_data=told)]
                result = client.infer(name, inputs(model, asked, together), outputs=outputs, request_id="one")
                assert result.get_response()["id"] == "one"
                key = f"{'binary' if asked else 'json'} {told} {'together' if together else 'apart'}"
                answered[key] = result.as_numpy(output).ravel().tolist()
    return answered


def refusal(client: triton.InferenceServerClient) -> str:
    try:
        client.get_model_metadata("nobody")
    except triton.InferenceServerException as error:
        return f"{error.status()} {error.message()}"
    return "none"


def main() -> None:
    given = json.load(sys.stdin)
    client = triton.InferenceServerClient(given["url"].removeprefix("http://"), network_timeout=120)
    models = given["models"]
    told = {
        "live": client.is_server_live(),
        "ready": client.is_server_ready(),
        "server": client.get_server_metadata(),
        "modelsReady": [client.is_model_ready(model["name"]) for model in models],
        "metadata": [client.get_model_metadata(model["name"]) for model in models],
        "refusal": refusal(client),
        "models": {model["name"]: ask(client, model) for model in models},
    }
    json.dump(told, sys.stdout)


main()
