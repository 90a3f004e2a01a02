import { openEngine } from "@despliega/trainer";
import type { Engine, Patience, SparkPlace } from "@despliega/trainer/engine/engine.js";
import { expect, test } from "@jest/globals";

import { freePort } from "../local/start.js";
import { until } from "../support/until.js";
import type { Cluster } from "./cluster.js";
import { cuttableProxy } from "./cuttable-proxy.js";
import { schemasOf } from "./schemas.js";

/** A statement that takes hours. */
const LONG =
  "SELECT count(*) AS n FROM range(1000000000000) WHERE id % 7 = 3 AND md5(CAST(id AS STRING)) < '0'";

const open = (place: SparkPlace, limits: Partial<Patience> = {}): Promise<Engine> =>
  openEngine({
    memoryLimit: "300MB",
    spillDirectory: "unused",
    spark: { ...place, ...limits },
  });

/** How often the statement has got as far as to a job; one that is cancelled before may still start one. */
const startsOf = async (cluster: Cluster): Promise<number> =>
  (await cluster.log())
    .split("id % 7 = 3")
    .filter((after, at) => at > 0 && /Got (?:map stage )?job/.test(after)).length;

/** What serves statements of a cluster. */
export interface Served {
  readonly port: number;
  /** It as a place of the engine, by another port such as that of a proxy. */
  readonly placeAt: (port: number) => SparkPlace;
}

/** What a run does when its Spark fails, however it is reached. */
export const describeFaults = (now: () => Cluster, servedNow: () => Served): void => {
  const openHere = (limits?: Partial<Patience>) => {
    const { port, placeAt } = servedNow();
    return open(placeAt(port), limits);
  };

  test("a statement beyond its deadline is stopped there, and the next one runs", async () => {
    const engine = await openHere({ statementSeconds: 15 });
    await expect(engine.row(LONG)).rejects.toMatchObject({ code: "ENGINE_OVERDUE" });
    expect(await engine.row("SELECT 1 AS n")).toEqual({ n: 1 });
    await engine.close();
  });

  test("closing interrupts what runs, and leaves no schema", async () => {
    const engine = await openHere();
    await engine.table("SELECT 1 AS n");
    expect(await schemasOf(now())).toHaveLength(1);
    const before = await startsOf(now());
    const interrupted = engine.row(LONG).catch((error: unknown) => error);
    await until(async () => (await startsOf(now())) > before, "the statement runs", 120);
    await engine.close();
    expect(await interrupted).toMatchObject({ code: "ENGINE_STOPPED" });
    expect(await schemasOf(now())).toEqual([]);
    await expect(engine.row("SELECT 1 AS n")).rejects.toThrow("the engine is closed");
  });

  test("where nothing listens, a run waits as long as it may and names the engine", async () => {
    const port = await freePort();
    const opening = open(servedNow().placeAt(port), { connectSeconds: 2 });
    await expect(opening).rejects.toThrow(
      new RegExp(
        `^The engine \\w+://127\\.0\\.0\\.1:${port}\\S* cannot be used \\([^)]*ECONNREFUSED`,
      ),
    );
  });

  test("a server that is not there yet is waited for", async () => {
    const port = await freePort();
    const opening = open(servedNow().placeAt(port), { connectSeconds: 60 });
    const proxy = await cuttableProxy(servedNow().port, port);
    const engine = await opening;
    expect(await engine.row("SELECT 1 AS n")).toEqual({ n: 1 });
    await engine.close();
    await proxy.close();
  });
};

/** What a run does when it loses a session that keeps its state. */
export const describeLostConnection = (now: () => Cluster): void => {
  test("a connection that ends tells so in one line, and its schema is dropped by another", async () => {
    const proxy = await cuttableProxy(now().port);
    const engine = await open(now().placeAt(proxy.port));
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
};
