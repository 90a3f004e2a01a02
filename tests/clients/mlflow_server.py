"""Starts MLflow on a free port of this machine, with SQLite and a folder for artifacts, or one of its models; prints the url."""

import os
import socket
import sys

with socket.socket() as taken:
    taken.bind(("127.0.0.1", 0))
    port = str(taken.getsockname()[1])
print(f"http://127.0.0.1:{port}", flush=True)

kind, what = sys.argv[1:]
here = ["--host", "127.0.0.1", "--port", port, "--workers", "1"]
if kind in ("server", "guarded"):
    places = ["--backend-store-uri", f"sqlite:///{what}/mlflow.db", "--artifacts-destination", f"{what}/artifacts"]
    arguments = ["server", *here, *places]
    if kind == "guarded":
        # The users are in a database of the working directory.
        os.chdir(what)
        arguments += ["--app-name", "basic-auth"]
else:
    arguments = ["models", "serve", "--model-uri", what, "--env-manager", "local", *here]
# MLflow finds its own servers by their names.
os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
os.execv(sys.executable, [sys.executable, "-m", "mlflow", *arguments])
