import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect } from "@jest/globals";

import { operationsOf, type Document } from "../api/openapi/support.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { PYTHON, SCRIPTS, SETTING, startPython } from "./python.js";
import type { Served } from "./served.js";

interface Report {
  readonly complete: boolean;
  readonly operations: { readonly total: number; readonly tested: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly unknown[];
  readonly errors: readonly unknown[];
}

/** How long requests are generated; a short form unless somebody has more time. */
const SECONDS = process.env["DESPLIEGA_SCHEMATHESIS_SECONDS"] ?? "15";

/** The run is the same for the same document as far as its time reaches. */
const optionsOf = (url: string, report: string): readonly string[] => [
  ...["-m", "schemathesis.cli", "--config-file", `${SCRIPTS}schemathesis.toml`],
  ...["run", "openapi.json", "--url", url, "--seed", "1", "--max-time", SECONDS],
  ...["--continue-on-failure", "--no-color", "--report", "json", "--report-json-path", report],
];

/** Requests that are generated from the document, good ones and bad ones, and its answers held to it. */
export const describeSchemathesis = (served: () => Served): void =>
  needing(SETTING.clients, PYTHON.clients !== undefined).test(
    "answers as its document says whatever schemathesis sends",
    async () => {
      const { url } = served();
      const directory = await temporaryDirectory();
      const document = await (await fetch(`${url}/openapi.json`)).text();
      await writeFile(join(directory, "openapi.json"), document);
      const report = join(directory, "report.json");
      const child = startPython("clients", optionsOf(url, report), directory);
      child.stdin.end();
      const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
      const [out] = await Promise.all([text(child.stdout), text(child.stderr)]);
      const code = await ended;
      const { failures, errors, operations, complete, test_cases } = JSON.parse(
        await readFile(report, "utf8").catch(() => "{}"),
      ) as Report;
      expect({ failures, errors, out: code === 0 ? "" : out }).toEqual({
        failures: [],
        errors: [],
        out: "",
      });
      const { length } = operationsOf(JSON.parse(document) as Document);
      expect(complete).toBe(true);
      expect(operations).toMatchObject({ total: length, tested: length });
      expect(test_cases.generated).toBeGreaterThanOrEqual(length);
    },
  );
