"""Loads champions from the registry as anybody would, and answers rows with them."""

import json
import sys

import mlflow
import numpy
import pandas


def finite(values):
    """JSON has no NaN."""
    return [None if numpy.isnan(value) else value for value in numpy.ravel(values).tolist()]


def answer(given):
    model = mlflow.pyfunc.load_model(f"models:/{given['model']}@champion")
    columns = {name: [numpy.nan if value is None else value for value in values] for name, values in given["columns"].items()}
    answers = list(model.predict(pandas.DataFrame(columns)).values())
    example = model.predict(model.input_example)
    version = mlflow.MlflowClient().get_model_version_by_alias(given["model"], "champion")
    run = mlflow.get_run(version.run_id)
    return {
        "labels": answers[0].tolist() if len(answers) == 2 else [],
        "numbers": finite(answers[-1]),
        "examples": len(next(iter(example.values()))),
        "number": str(version.version),
        "tags": version.tags,
        "run": {
            "name": run.info.run_name,
            "status": run.info.status,
            "params": run.data.params,
            "metrics": run.data.metrics,
            "datasets": [[each.dataset.name, each.dataset.digest] for each in run.inputs.dataset_inputs],
            "artifacts": sorted(each.path for each in mlflow.artifacts.list_artifacts(run_id=version.run_id, artifact_path="release")),
        },
    }


def main():
    given = json.load(sys.stdin)
    mlflow.set_tracking_uri(given["url"])
    json.dump([answer(each) for each in given["models"]], sys.stdout, allow_nan=False)


if __name__ == "__main__":
    main()
