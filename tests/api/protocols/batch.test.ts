import { createBatchPool, INLINE_LIMITS, ProblemError } from "@despliega/api";
import { forestJson, openRelease, memoryBlobStore, type Release } from "@despliega/storage";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import type { Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";

import { comb } from "../../support/comb.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { apiServing, manyRows, recordOf } from "./support.js";

const TWO_ROWS = JSON.stringify(manyRows(2).map(recordOf));
const never = new AbortController().signal;
const soon = () => AbortSignal.timeout(50);

/** Takes every place of an api with one thread by uploads that go on until the returned function ends them. */
const occupied = async (server: Server): Promise<() => Promise<void>> => {
  const { port } = server.address() as AddressInfo;
  const uploads = Array.from({ length: 9 }, () => connect(port, "127.0.0.1"));
  for (const upload of uploads) {
    upload.write(
      "POST /v1/prediction HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n" +
        "content-length: 100000\r\nexpect: 100-continue\r\n\r\n",
    );
    await once(upload, "data");
  }
  return async () => {
    for (const upload of uploads) upload.destroy();
    await Promise.all(uploads.map((upload) => once(upload, "close")));
    // The server has noticed every hang-up when its last connection is gone.
    while ((await connectionsOf(server)) > 0) await setImmediate();
  };
};

const connectionsOf = (server: Server): Promise<number> =>
  promisify(server.getConnections.bind(server))();

const call = (text = TWO_ROWS) => ({
  body: new TextEncoder().encode(text),
  type: "json" as const,
  detail: false,
});

let release: Release;
let steep: Release;
const pool = createBatchPool({ workers: 1, queue: 1 });

beforeAll(async () => {
  const store = memoryBlobStore();
  await promoteTiny(store);
  await promoteTiny(store, { version: versionOf(2), weights: [50, 0, 0, 0, 0, 0] });
  release = await openRelease(store, "riesgo", versionOf(1));
  steep = await openRelease(store, "riesgo", versionOf(2));
});
afterAll(async () => pool.close());

const answerOf = async (from: Release, text?: string): Promise<string> => {
  const { body } = await pool.run({ protocol: "v1", release: from, call: call(text) }, never);
  return new TextDecoder().decode(body);
};

describe("a pool of threads", () => {
  test("answers each batch by the release that it came with, in whatever order they change", async () => {
    const order = [release, steep, steep, release, steep];
    const expected = [await answerOf(release), await answerOf(steep)];
    expect(expected[0]).not.toBe(expected[1]);
    expect(await Promise.all(order.map((from) => answerOf(from)))).toEqual(
      order.map((from) => expected[from === release ? 0 : 1]),
    );
  });

  test("hands on the problem of a protocol", async () => {
    await expect(answerOf(release, "[{}]")).rejects.toMatchObject({
      code: "FEATURE_MISSING",
      place: { feature: "nb_previous_loans", row: 1 },
    });
  });

  test("takes as many batches as it has threads and places to wait", () => {
    expect([pool.enter(), pool.enter(), pool.enter()]).toEqual([true, true, false]);
    pool.leave();
    expect(pool.enter()).toBe(true);
    pool.leave();
    pool.leave();
  });

  test("gives up a batch at its deadline, running or waiting, and goes on with the others", async () => {
    const huge = JSON.stringify(manyRows(200_000).map(recordOf));
    const late = new ProblemError("DEADLINE_EXCEEDED");
    const running = pool.run({ protocol: "v1", release, call: call(huge) }, soon());
    const waiting = pool.run({ protocol: "v1", release, call: call(huge) }, soon());
    const unhurried = answerOf(release);
    await expect(running).rejects.toThrow(late);
    await expect(waiting).rejects.toThrow(late);
    await expect(unhurried).resolves.toMatch(/resultado/);
    const gone = pool.run({ protocol: "v1", release, call: call() }, AbortSignal.abort());
    await expect(gone).rejects.toThrow(late);
  });
});

const { rows: INLINE_ROWS } = INLINE_LIMITS;

describe("a large batch", () => {
  const rows = JSON.stringify(manyRows(5_000).map(recordOf));
  const post = (api: Awaited<ReturnType<typeof apiServing>>, url = "/v1/prediction") =>
    api.request.post(url).set("content-type", "application/json").send(rows);

  test("is refused at once when every place is taken, and taken again when one is free", async () => {
    const api = await apiServing([{}], { batchWorkers: 1 });
    const free = await occupied(api.server);
    const refused = await post(api);
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ code: "OVERLOADED" });
    expect(refused.headers["retry-after"]).toBe("1");

    await free();
    expect((await post(api)).status).toBe(200);
  });

  test("is one of many rows too, however few bytes they take", async () => {
    const api = await apiServing([{}], { batchWorkers: 1 });
    const csv = (rows: number) =>
      api.request
        .post("/invocations")
        .set("content-type", "text/csv")
        .send(`nb_previous_loans,age,flag_own_car\n${"2,23,0\n".repeat(rows)}`);
    const free = await occupied(api.server);
    expect((await csv(INLINE_ROWS)).status).toBe(200);
    expect((await csv(INLINE_ROWS + 1)).body).toMatchObject({ code: "OVERLOADED" });

    await free();
    const { body } = await csv(INLINE_ROWS + 1);
    expect(body).toEqual({ predictions: Array.from({ length: INLINE_ROWS + 1 }, () => 1) });
  });

  test("is one of a few rows too, whose details take a model of many nodes long", async () => {
    const other = { estimator: "forest", json: forestJson(comb(60_000)) } as const;
    const api = await apiServing([{ other }], { batchWorkers: 1 });
    const details = (count: number) =>
      api.request.post("/v1/prediction?detalle=true").send(manyRows(count).map(recordOf));
    const free = await occupied(api.server);
    expect((await details(4)).status).toBe(200);
    expect((await details(5)).body).toMatchObject({ code: "OVERLOADED" });

    await free();
    expect((await details(5)).body).toHaveLength(5);
  });

  test("is given up at the deadline", async () => {
    const api = await apiServing([{}], { requestTimeoutSeconds: 0.001 });
    const { status, body } = await post(api);
    expect([408, 503]).toContain(status);
    expect(body).toHaveProperty("code");
  });

  test("is answered by one release and names it, while releases are swapped", async () => {
    const api = await apiServing();
    const expected = new Map<string, string>();
    for (const version of [versionOf(1), versionOf(2)]) {
      if (version === versionOf(2)) {
        await promoteTiny(api.store, { version, weights: [50, 0, 0, 0, 0, 0] });
        await api.releases.refresh("riesgo");
      }
      const { text, headers } = await post(api);
      expected.set(headers["despliega-release"] as string, text);
    }
    expect(new Set(expected.values()).size).toBe(2);
    await promoteTiny(api.store, { version: versionOf(3) });
    expected.set(`riesgo/${versionOf(3)}`, expected.get(`riesgo/${versionOf(1)}`)!);
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 6 }, () => post(api))),
      api.releases.refresh("riesgo"),
    ]);
    for (const { status, text, headers } of answers) {
      expect(status).toBe(200);
      expect(text).toBe(expected.get(headers["despliega-release"] as string));
    }
  });

  test("is counted score by score", async () => {
    const api = await apiServing();
    const large = await post(api);
    const small = await api.request.post("/v1/prediction").send(manyRows(3).map(recordOf));
    expect([large.status, small.status]).toEqual([200, 200]);
    const { text } = await api.request.get("/metrics");
    expect(text).toContain('despliega_score_count{model="riesgo"} 5003');
  });
});
