"""Executes notebooks where they are. With --check it compares their outputs with those that they hold, and writes nothing.

python execute.py [--check] NOTEBOOK...
"""

import os
import pathlib
import sys
import tempfile

import nbformat
from jupyter_client.manager import start_new_kernel

KERNEL = "deno"

# Seconds that a cell may take on a busy machine.
TIMEOUT = 300

SHOWN = ("display_data", "execute_result", "stream", "error")

# What is shown arrives in the order of the cells, so with this all outputs of the notebook have arrived.
LAST = 'await Deno.jupyter.display({ "text/plain": "" }, { raw: true })'


class CellFailed(Exception):
    pass


def execute(client, source: str) -> str:
    """Runs a cell to its end. Returns the id by which its outputs name it."""
    name = client.execute(source, store_history=source != LAST)
    while True:
        reply = client.get_shell_msg(timeout=TIMEOUT)
        if reply["parent_header"].get("msg_id") == name:
            break
    if reply["content"]["status"] != "ok":
        raise CellFailed("\n".join(reply["content"].get("traceback") or [reply["content"].get("evalue", "no reason")]))
    return name


def outputs(client, last: str):
    """Everything that was shown until a cell's first output, by the id of its cell: an output may come after its cell has ended."""
    shown = {}
    while True:
        message = client.get_iopub_msg(timeout=TIMEOUT)
        name = message["parent_header"].get("msg_id")
        if message["msg_type"] not in SHOWN:
            continue
        if name == last:
            return shown
        shown.setdefault(name, []).append(nbformat.v4.output_from_msg(message))


def executed(file: pathlib.Path, notebook):
    """The notebook with the outputs of a new run. Nothing in it says when or where it ran."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    # A notebook that fails does not clean up behind itself.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        options = {"cwd": str(file.parent), "env": {**os.environ, "TMPDIR": scratch}}
        manager, client = start_new_kernel(kernel_name=KERNEL, startup_timeout=TIMEOUT, **options)
        try:
            names = [execute(client, cell.source) for cell in cells]
            shown = outputs(client, execute(client, LAST))
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    for count, (cell, name) in enumerate(zip(cells, names), 1):
        cell.execution_count = count
        cell.outputs = shown.get(name, [])
    notebook.metadata = {"kernelspec": {"display_name": "Deno", "language": "typescript", "name": KERNEL}}
    return notebook


def run(file: pathlib.Path, check: bool) -> bool:
    """Whether the notebook ran, and for a check whether it gave the outputs that it holds."""
    before = file.read_text(encoding="utf-8")
    try:
        notebook = executed(file, nbformat.reads(before, as_version=4))
    except CellFailed as error:
        print(f"{file.parent.name}/{file.name}: {error}", file=sys.stderr)
        return False
    after = nbformat.writes(notebook) + "\n"
    if check and after != before:
        cells = zip(nbformat.reads(before, as_version=4).cells, nbformat.reads(after, as_version=4).cells)
        differing = [str(at) for at, (old, new) in enumerate(cells, 1) if old != new]
        print(f"{file.parent.name}/{file.name}: other outputs in cells {', '.join(differing) or '(none)'}", file=sys.stderr)
        return False
    if not check:
        file.write_text(after, encoding="utf-8")
    print(f"{file.parent.name}/{file.name}: executed", file=sys.stderr)
    return True


arguments = sys.argv[1:]
files = [pathlib.Path(name).resolve() for name in arguments if name != "--check"]
results = [run(file, "--check" in arguments) for file in files]
sys.exit(0 if all(results) else 1)
