import { InvalidArgumentError } from "commander";

import { conform } from "../conform/conform.js";
import { PROTOCOLS, type Protocol } from "../conform/discover.js";
import { rowText } from "../conform/row-text.js";
import type { Row } from "../conform/sample.js";
import type { AddCommand } from "./command.js";
import { EXIT } from "./exit-codes.js";
import { examples } from "./examples.js";

const DEADLINE_MS = 10_000;

type Headers = Readonly<Record<string, string>>;

interface Options {
  readonly model?: string;
  readonly row?: Row;
  readonly header?: Headers;
  readonly only?: Protocol;
  readonly invocations?: string;
}

/** `conform <url>`: checks whether a server speaks the protocols. */
export const conformCommand: AddCommand = (program, { progress }, exitWith) => {
  program
    .command("conform")
    .argument("<url>", "the server, such as http://localhost:8080", urlOf)
    .description(
      "check any model server for MLflow's /invocations and the Open Inference Protocol; exit code 1 when a check fails",
    )
    .option("--model <name>", "the model to ask (default: the only one that the server lists)")
    .option(
      "--row <json>",
      "a row to send, as a JSON object (default: generated from the inputs that the server describes)",
      rowOf,
    )
    .option(
      "--header <line>",
      "a header to send with every request, such as 'x-api-key: …'",
      headerOf,
    )
    .option("--only <protocol>", "the protocol to check, mlflow or v2 (default: both)", protocolOf)
    .option("--invocations <path>", "the path of MLflow's protocol (default: detected)")
    .addHelpText(
      "after",
      examples(
        "conform http://localhost:8080",
        "conform http://localhost:8080 --only v2 --model peliculas",
      ),
    )
    .action(async (url: string, { model, row, header, only, invocations }: Options) => {
      const results = conform({
        url,
        headers: header ?? {},
        deadlineMs: DEADLINE_MS,
        model,
        row,
        protocols: only === undefined ? PROTOCOLS : [only],
        invocations,
      });
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for await (const result of results) {
        counts[result.verdict]++;
        progress.row((terminal) => rowText(result, terminal), { ...result });
      }
      const { passed, failed, skipped } = counts;
      progress.result(`${passed} passed, ${failed} failed, ${skipped} skipped.`, counts);
      exitWith(failed === 0 ? EXIT.done : EXIT.failed);
    });
};

const urlOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "")
    return text;
  throw new InvalidArgumentError("It must be an http or https url without a query.");
};

const rowOf = (text: string): Row => {
  const row = parsed(text);
  if (typeof row === "object" && row !== null && !Array.isArray(row) && Object.keys(row).length > 0)
    return row as Row;
  throw new InvalidArgumentError("It must be a JSON object with one field a column.");
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const headerOf = (line: string, others: Headers = {}): Headers => {
  const [, name, value] = /^([\w-]+):\s*(\S.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("It must be a name, a colon and a value.");
  return { ...others, [name]: value };
};

const protocolOf = (text: string): Protocol => {
  const protocol = PROTOCOLS.find((known) => known === text);
  if (protocol === undefined) throw new InvalidArgumentError("It must be mlflow or v2.");
  return protocol;
};
