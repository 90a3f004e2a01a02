import { openEngine } from "@despliega/trainer";
import type { Engine, SparkPlace } from "@despliega/trainer/engine/engine.js";
import { expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { until } from "../support/until.js";
import type { Cluster } from "./cluster.js";
import { cuttableProxy } from "./cuttable-proxy.js";
import { schemasOf } from "./schemas.js";

/** A statement that takes hours. */
const LONG =
  "SELECT count(*) AS n FROM range(1000000000000) WHERE id % 7 = 3 AND md5(CAST(id AS STRING)) < '0'";

const open = (port: number, limits: Partial<SparkPlace> = {}): Promise<Engine> =>
  openEngine({
    memoryLimit: "300MB",
    spillDirectory: "unused",
    spark: { host: "127.0.0.1", port, connectSeconds: 20, statementSeconds: 600, ...limits },
  });

/** What a run does when its Spark fails. */
export const describeFaults = (now: () => Cluster): void => {
  test("a statement beyond its deadline is stopped there, and the next one runs", async () => {
    const engine = await open(now().port, { statementSeconds: 15 });
    await expect(engine.row(LONG)).rejects.toMatchObject({ code: "ENGINE_OVERDUE" });
    expect(await engine.row("SELECT 1 AS n")).toEqual({ n: 1 });
    await engine.close();
  });

  test("closing interrupts what runs, and leaves no schema", async () => {
    const engine = await open(now().port);
    await engine.table("SELECT 1 AS n");
    expect(await schemasOf(now())).toHaveLength(1);
    const interrupted = engine.row(LONG).catch((error: unknown) => error);
    await until(async () => /id % 7 = 3/.test(await now().log()), "the statement runs", 120);
    await engine.close();
    expect(await interrupted).toMatchObject({ code: "ENGINE_STOPPED" });
    expect(await schemasOf(now())).toEqual([]);
    await expect(engine.row("SELECT 1 AS n")).rejects.toThrow("the engine is closed");
  });

  test("a connection that ends tells so in one line, and its schema is dropped by another", async () => {
    const proxy = await cuttableProxy(now().port);
    const engine = await open(proxy.port);
    await engine.table("SELECT 1 AS n");
    const lost = engine.row(LONG).catch((error: unknown) => (error as Error).message);
    proxy.cut();
    expect(await lost).toMatch(
      /^The engine spark:\/\/127\.0\.0\.1:\d+ was lost \([^)]+\), and nothing was published: run it again$/,
    );
    await engine.close();
    expect(await schemasOf(now())).toEqual([]);
    await proxy.close();
  });

  test("where nothing listens, a run waits as long as it may and names the engine", async () => {
    const port = await freePort();
    await expect(open(port, { connectSeconds: 2 })).rejects.toThrow(
      `The engine spark://127.0.0.1:${port} cannot be used`,
    );
  });

  test("a server that is not there yet is waited for", async () => {
    const port = await freePort();
    const opening = open(port, { connectSeconds: 60 });
    const proxy = await cuttableProxy(now().port, port);
    const engine = await opening;
    expect(await engine.row("SELECT 1 AS n")).toEqual({ n: 1 });
    await engine.close();
    await proxy.close();
  });
};
