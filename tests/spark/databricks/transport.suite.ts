import { openEngine } from "@despliega/trainer";
import type { DatabricksPlace, Engine } from "@despliega/trainer/engine/engine.js";
import { expect, test } from "@jest/globals";

import { until } from "../../support/until.js";
import { cuttableProxy } from "../cuttable-proxy.js";
import { placeOf, type Gateway } from "./gateway.js";

const open = (spark: DatabricksPlace): Promise<Engine> =>
  openEngine({ memoryLimit: "300MB", spillDirectory: "unused", spark });

/** What the documented API does that no other transport does. */
export const describeDatabricks = (gatewayNow: () => Gateway, engineNow: () => Engine): void => {
  test("a large result comes in parts, from links that take no token, and a small one with the answers", async () => {
    const { seen } = gatewayNow();
    const [links, parts] = [seen.links, seen.parts];
    const sql = "SELECT id, CAST(id AS STRING) AS t FROM range(9000) ORDER BY id";
    let sum = 0n;
    for await (const { rows, columns } of engineNow().stream(sql))
      for (let row = 0; row < rows; row++) sum += (columns[0]!.values as BigInt64Array)[row]!;
    expect(sum).toBe(BigInt((9000 * 8999) / 2));
    expect(seen.links - links).toBe(3);
    const all = await engineNow().rows<{ id: number }>(sql);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 9000 }, (_, i) => i));
    expect(seen.links - links).toBe(3);
    expect(seen.parts - parts).toBe(4);
  });

  test("a token that has expired is asked for again, and one that is refused twice ends the call", async () => {
    const gateway = gatewayNow();
    const tokens = [gateway.token(), "expired"];
    const token = () => Promise.resolve(tokens.shift() ?? gateway.token());
    const before = gateway.seen.refused.length;
    const engine = await open({ ...placeOf(gateway), token });
    expect(await engine.row("SELECT 1 AS n")).toEqual({ n: 1 });
    expect(gateway.seen.refused.slice(before)).toEqual([401]);
    await engine.close();
    const refused = open({ ...placeOf(gateway), token: () => Promise.resolve("a-secret") });
    await expect(refused).rejects.toThrow(
      `The engine databricks://127.0.0.1:${gateway.port}/0123456789abcdef cannot be used (it answers 401 UNAUTHENTICATED)`,
    );
    await expect(refused).rejects.toThrow(expect.not.stringContaining("a-secret"));
    await expect(
      open({ ...placeOf(gateway), token: () => Promise.resolve(undefined) }),
    ).rejects.toThrow("cannot be used (this machine has no identity that can sign in)");
  });

  test("a workspace that is busy is asked again when it says, and not beyond the deadline", async () => {
    const gateway = gatewayNow();
    const before = gateway.seen.refused.length;
    gateway.refuse(429, 2);
    const began = performance.now();
    expect(await engineNow().row("SELECT 1 AS n")).toEqual({ n: 1 });
    expect(gateway.seen.refused.slice(before)).toEqual([429, 429]);
    expect(performance.now() - began).toBeGreaterThan(1_900);
    gateway.refuse(503, 1_000);
    const hurried = open({ ...placeOf(gateway), statementSeconds: 3 });
    await expect(hurried).rejects.toThrow("cannot be used (it answers 503 BUSY)");
    gateway.refuse(503, 0);
  });

  test("a connection that breaks while a statement runs is made again", async () => {
    const gateway = gatewayNow();
    const proxy = await cuttableProxy(gateway.port);
    const engine = await open(placeOf(gateway, proxy.port));
    const before = gateway.seen.polls;
    const running = engine.row(
      "SELECT count(*) AS n FROM range(2000000) WHERE md5(CAST(id AS STRING)) < '8'",
    );
    await until(() => Promise.resolve(gateway.seen.polls > before), "the statement is known", 120);
    proxy.cut();
    expect(await running).toEqual({ n: expect.any(Number) });
    await engine.close();
    await proxy.close();
  });

  test("a request that it does not know ends in one line", async () => {
    await expect(open({ ...placeOf(gatewayNow()), warehouse: "none" })).rejects.toThrow(
      "cannot be used (it answers 404 RESOURCE_DOES_NOT_EXIST)",
    );
  });
};
