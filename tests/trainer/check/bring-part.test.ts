import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { bringPart, type BroughtPart } from "@despliega/trainer/check/bring-part.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { tripsModel, writeTrips } from "../support/trips.js";
import { temporaryDirectory } from "../../support/temporary.js";

const AS_OF = "2025-10-28";

describe("a part of the inputs, brought to another engine", () => {
  let model: ModelDefinition;
  let inputs: ReadonlyMap<string, string>;
  const engines: Engine[] = [];

  beforeAll(async () => {
    model = await tripsModel("late_logistic");
    inputs = await writeTrips(await temporaryDirectory());
  });

  afterAll(async () => {
    for (const engine of engines) await engine.close();
  });

  const opened = async (): Promise<Engine> => {
    const spillDirectory = await temporaryDirectory();
    const engine = await openEngine({ memoryLimit: "300MB", threads: 2, spillDirectory });
    engines.push(engine);
    return engine;
  };

  const brought = async (rows: number, files = inputs) => {
    const [from, to] = [await opened(), await opened()];
    const directory = await temporaryDirectory();
    const places = model.inputs.map(({ dataset }) => ({ file: files.get(dataset)! }));
    const options = { directory, maxRejected: 0.01, keys: { pseudonym: [], identity: [] } };
    const ingested = await ingestAll(from, model, places, options);
    const tables = ingested.inputs.map(({ table }) => table);
    const part = await bringPart(from, model, tables, { to, asOf: AS_OF, rows, directory });
    return { from, to, tables, part };
  };

  const textsOf = (engine: Engine, { name }: Relation) =>
    engine.rows(`SELECT COLUMNS(*)::VARCHAR FROM ${name} ORDER BY rowid`);

  test("has values of every type as they are, in their order", async () => {
    const { from, to, tables, part } = await brought(10_000);
    const { tables: there, asOf } = part as BroughtPart;
    expect(asOf).toBe(AS_OF);
    for (const [i, table] of tables.entries()) {
      const rows = await textsOf(from, table);
      expect(rows.length).toBeGreaterThan(10);
      expect(await textsOf(to, there[i]!)).toEqual(rows);
    }
  });

  test("has the oldest days, with a cut-off after them, and all rows without a time", async () => {
    const { to, part } = await brought(100);
    const { tables, asOf } = part as BroughtPart;
    expect(asOf).toBe("2025-02-04");
    const [trips, stops] = tables;
    expect(
      await to.row(`SELECT count(*) AS n, max(day)::VARCHAR AS day FROM ${trips!.name}`),
    ).toEqual({ n: 99, day: "2025-02-03" });
    expect(await to.row(`SELECT count(*) AS n FROM ${stops!.name}`)).toEqual({ n: 12 });
  });

  test("is none where a table without a time is large", async () => {
    const stops = join(await temporaryDirectory(), "stops.csv");
    const rows = Array.from({ length: 100_001 }, (_, stop) => `${stop},hills,\n`);
    await writeFile(stops, `stop,zone,height\n${rows.join("")}`);
    const { part } = await brought(100, new Map([...inputs, ["stops.csv", stops]]));
    expect(part).toBe("stops");
  });
});
