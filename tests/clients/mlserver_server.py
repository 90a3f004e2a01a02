"""Starts MLServer with the model beside this file on a free port of this machine, and prints its url."""

import os
import socket
import sys


def free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


port = free_port()
os.environ.update(
    MLSERVER_HOST="127.0.0.1",
    MLSERVER_HTTP_PORT=port,
    MLSERVER_GRPC_PORT=free_port(),
    MLSERVER_METRICS_PORT=free_port(),
    MLSERVER_PARALLEL_WORKERS="0",
)
print(f"http://127.0.0.1:{port}", flush=True)

from mlserver.cli import main  # noqa: E402

sys.argv = ["mlserver", "start", os.path.join(os.path.dirname(os.path.abspath(__file__)), "mlserver")]
main()
