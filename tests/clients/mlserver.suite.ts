import { createInterface } from "node:readline";

import { expect } from "@jest/globals";

import { needing } from "../support/needing.js";
import { until } from "../support/until.js";
import { checksThat, results } from "../trainer/conform/support.js";
import { expectNear } from "./near.js";
import { PYTHON, runScript, SCRIPTS, SETTING, startPython } from "./python.js";
import { withoutMissing, type Served } from "./served.js";

type Answers = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/**
 * Where MLServer 1.7.1 answers otherwise than the protocol says: what its framework refuses has a `detail` instead of an
 * `error`, and data that does not fill its shape is a crash with a stack trace.
 */
const MLSERVERS_OWN = [
  "POST broken JSON to infer",
  "POST no inputs",
  "POST less data than the shape says",
  "POST an unknown datatype",
  "POST NaN, Infinity and 1e999 to infer",
];

/** Runs something with MLServer and its model `sum`. */
const withMlserver = async (run: (url: string) => Promise<void>): Promise<void> => {
  const child = startPython("mlserver", [`${SCRIPTS}mlserver_server.py`]);
  child.stderr.resume();
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const url = await new Promise<string>((resolve) =>
      createInterface(child.stdout).once("line", resolve),
    );
    child.stdout.resume();
    const ready = async () => (await fetch(`${url}/v2/health/ready`)).ok;
    await until(() => ready().catch(() => false), "MLServer", 300);
    await run(url);
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
};

/** MLServer's codecs as clients, and MLServer itself as the server that conform is held to. */
export const describeMlserver = (served: () => Served): void => {
  const { test } = needing(SETTING.mlserver, PYTHON.mlserver !== undefined);

  test("answers MLServer's codecs with the golden answers", async () => {
    const { url } = served();
    const models = served().models.map(withoutMissing);
    const told = await runScript<Answers>("mlserver", "mlserver_codecs.py", { url, models });
    for (const model of models) {
      const codecs = told[model.name]!;
      expect(Object.keys(codecs)).toEqual(["pandas", "numpy", "input-1"]);
      for (const [codec, answers] of Object.entries(codecs))
        expectNear(`${model.name} ${codec}`, answers, model.scores);
    }
  });

  test("conform asks no more of MLServer than the protocol does", () =>
    withMlserver(async (url) => {
      const all = await results(url, { model: "sum", protocols: ["v2"], deadlineMs: 60_000 });
      expect(checksThat("failed", all)).toEqual(MLSERVERS_OWN);
      expect(checksThat("skipped", all)).toEqual([]);
    }));
};
