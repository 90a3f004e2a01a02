"""The api of the student labs: Flask's own server over the training table in a DataFrame.

usage: seed_api.py TRAIN_MODEL_CSV MODEL PORT

Every request filters and sorts the whole table; the prediction asks the first url over HTTP for its features. Prints
"ready" once the port is bound.
"""

import json
import sys
from urllib.request import urlopen

import joblib
import pandas as pd
from flask import Flask, abort, jsonify
from werkzeug.serving import make_server

FEATURES = ["age", "years_on_the_job", "nb_previous_loans", "avg_amount_loans_previous", "flag_own_car"]


def create_app(table, model, port):
    app = Flask(__name__)

    @app.get("/api/user/<int:user>/caracteristicasriesgo")
    def features(user):
        loans = table[table["id"] == user].sort_values("nb_previous_loans", ascending=False)
        if loans.empty:
            abort(404)
        return jsonify(loans[FEATURES].iloc[0].to_dict())

    @app.get("/api/user/<int:user>/prediccion")
    def prediction(user):
        with urlopen(f"http://127.0.0.1:{port}/api/user/{user}/caracteristicasriesgo") as answer:
            row = json.load(answer)
        return jsonify(resultado=model.predict(pd.DataFrame([row])[FEATURES]).tolist())

    return app


def main(train_model_csv, model, port):
    table = pd.read_csv(train_model_csv).fillna(0)
    app = create_app(table, joblib.load(model), port)
    # What Flask's `app.run` starts, split in two so that "ready" is printed after the port is bound.
    server = make_server("127.0.0.1", int(port), app, threaded=True)
    print("ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
