import { expect } from "@jest/globals";

import { operationsOf, type Document } from "../api/openapi/support.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { PYTHON, runScript, SETTING } from "./python.js";
import type { Served } from "./served.js";

interface Answers {
  /** Lines in which the generator says what it left out. */
  readonly complaints: readonly string[];
  readonly missing: readonly string[];
  readonly operations: readonly {
    readonly name: string;
    readonly status: number;
    /** The answer as the generated client read it, and as it was. */
    readonly parsed: unknown;
    readonly plain: unknown;
    readonly type: string;
  }[];
}

/** A time is read into an object and written again. */
const sameTimes = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "string" && /^\d{4}-\d\d-\d\dT/.test(part)
        ? new Date(part).toISOString()
        : part,
    ),
  );

/** Operations whose answers count requests and minutes: they differ from one request to the next. */
const COUNTING: ReadonlySet<string> = new Set(["listModels", "operate"]);

/** A client that is generated from the document. */
export const describeGenerated = (served: () => Served): void =>
  needing(SETTING.clients, PYTHON.clients !== undefined).test(
    "answers a client that is generated from its document, at every operation",
    async () => {
      const { url } = served();
      const document = (await (await fetch(`${url}/openapi.json`)).json()) as Document;
      const directory = await temporaryDirectory();
      const told = await runScript<Answers>("clients", "openapi_client.py", { url, directory });
      expect(told.complaints).toEqual([]);
      expect(told.missing).toEqual([]);
      const names = operationsOf(document).map(({ operation }) => operation.operationId);
      expect(told.operations.map(({ name }) => name)).toEqual(names);
      for (const { name, status, parsed, plain, type } of told.operations) {
        expect([name, status]).toEqual([name, 200]);
        if (COUNTING.has(name))
          expect([name, Object.keys(parsed as object)]).toEqual([
            name,
            Object.keys(plain as object),
          ]);
        else if (type === "application/json")
          expect([name, sameTimes(parsed)]).toEqual([name, sameTimes(plain)]);
        else expect([name, typeof parsed]).toEqual([name, "string"]);
      }
    },
  );
