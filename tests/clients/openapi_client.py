"""
Generates a client from an api's document into a directory and calls every operation with the document's examples.
Reads stdin; writes JSON: what the generator complained of, and of each operation its answer beside the plain one.
"""

import importlib
import inspect
import json
import pathlib
import re
import subprocess
import sys
import urllib.request


def generate(document: str, directory: pathlib.Path) -> list:
    config = directory / "config.yml"
    config.write_text("post_hooks: []\ncontent_type_overrides:\n  text/csv: application/octet-stream\n")
    path = directory / "openapi.json"
    path.write_text(document)
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", path, "--config", config]
        + ["--meta", "none", "--output-path", directory / "generated"],
        capture_output=True,
        text=True,
    )
    lines = (done.stdout + done.stderr).splitlines()
    complaints = [line for line in lines if line.strip() != "" and not line.startswith("Generating ")]
    return complaints + ([] if done.returncode == 0 else [f"exit code {done.returncode}"])


def bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def example_of(holder: dict):
    return holder["example"] if "example" in holder else next(iter(holder["examples"].values()))["value"]


def resolved(document: dict, holder: dict) -> dict:
    while "$ref" in holder:
        found = document
        for part in holder["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        holder = found
    return holder


def plain(url: str, path: str, operation: dict, values: dict, body) -> tuple:
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"content-type": "application/json"}
    request = urllib.request.Request(url + path.format(**values), data, headers)
    with urllib.request.urlopen(request, timeout=120) as answer:
        text = answer.read().decode()
        return answer.status, text, answer.headers.get_content_type()


def as_json(value):
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


def call(module, client, values: dict, body) -> tuple:
    arguments = dict(values)
    parameters = inspect.signature(module.sync_detailed).parameters
    if body is not None:
        arguments["body"] = made(module, parameters["body"], body)
    response = module.sync_detailed(client=client, **arguments)
    return response.status_code.value, as_json(response.parsed), response.content.decode()


def made(module, parameter, body):
    """The body in the first class of the generated ones that takes it and gives it back as it was."""
    classes = [kind for kind in vars(module).values() if inspect.isclass(kind) and hasattr(kind, "from_dict")]
    for kind in classes:
        if kind.__name__ not in str(parameter.annotation):
            continue
        try:
            value = kind.from_dict(body)
        except Exception:
            continue
        if value.to_dict() == body and not getattr(value, "additional_properties", None):
            return value
    raise ValueError(f"no class for {body}")


def main() -> None:
    given = json.load(sys.stdin)
    url, directory = given["url"], pathlib.Path(given["directory"])
    with urllib.request.urlopen(f"{url}/openapi.json", timeout=120) as answer:
        text = answer.read().decode()
    complaints = generate(text, directory)
    sys.path.insert(0, str(directory))
    client = importlib.import_module("generated").Client(base_url=url, timeout=120)
    document = json.loads(text)
    modules = {
        path.stem: ".".join(path.relative_to(directory).with_suffix("").parts)
        for path in (directory / "generated" / "api").glob("*/*.py")
        if path.stem != "__init__"
    }
    operations, missing = [], []
    for path, methods in document["paths"].items():
        for operation in methods.values():
            name = operation["operationId"]
            stem = next((stem for stem in modules if bare(stem) == bare(name)), None)
            if stem is None:
                missing.append(name)
                continue
            parameters = [resolved(document, parameter) for parameter in operation.get("parameters", [])]
            values = {p["name"]: example_of(p) for p in parameters if p["in"] == "path"}
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            body = None if content is None else example_of(content)
            status, expected, kind = plain(url, path, operation, values, body)
            module = importlib.import_module(modules[stem])
            called, parsed, received = call(module, client, values, body)
            operations.append(
                {
                    "name": name,
                    "status": called,
                    "plainStatus": status,
                    "parsed": parsed,
                    "plain": json.loads(expected) if kind == "application/json" else expected,
                    "type": kind,
                    "received": received,
                }
            )
    json.dump({"complaints": complaints, "missing": missing, "operations": operations}, sys.stdout)


main()
