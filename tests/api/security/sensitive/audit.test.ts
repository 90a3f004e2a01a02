import { createAudit, type AuditOptions } from "@despliega/api";
import {
  memoryBlobStore,
  StoreRefused,
  StoreUnreachable,
  verifyAudit,
  type BlobStore,
} from "@despliega/storage";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, azuriteStoreOf } from "../../../support/azurite.js";
import { startFaultyProxy, type FaultyProxy } from "../../../support/faulty-proxy.js";
import { auditOf, callerCheckFor, authorisationOn, WHOLE } from "../../../support/sensitive.js";
import { apiServing } from "../../protocols/support.js";
import { capturedLog } from "../../support.js";
import { rowAbout, URL, VIH } from "./support.js";

const auditOn = (store: BlobStore, options: Partial<AuditOptions> = {}) => {
  const log = capturedLog();
  const audit = createAudit({ store, logger: log.logger, timeoutSeconds: 5, ...options });
  return { log, write: (record: object) => audit.write("vih", record) };
};

const namesOf = async (store: BlobStore): Promise<string[]> => {
  const names: string[] = [];
  for await (const { name } of store.list("")) names.push(name);
  return names;
};

/** A store that counts its appends. */
const counting = (store: BlobStore) => {
  let appends = 0;
  const append: BlobStore["append"] = async (...given) => {
    appends++;
    await store.append(...given);
  };
  return { store: { ...store, append }, appends: () => appends };
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

let proxy: FaultyProxy;
beforeAll(async () => {
  proxy = await startFaultyProxy(azuriteConnectionString());
});
afterAll(() => proxy.close());

const isAppend = ({ url = "" }: { readonly url?: string | undefined }): boolean =>
  url.includes("comp=appendblock");

describe("the audit", () => {
  test("keeps each record as a line under its model and day, in order", async () => {
    const store = await azuriteStore();
    const now = () => new Date("2026-02-01T23:59:59.500Z");
    const { write } = auditOn(store, { now });
    for (const i of numbers(3)) await write({ i });
    expect(await namesOf(store)).toEqual([
      expect.stringMatching(/^vih\/2026-02-01\/[0-9a-f]{16}-1\.jsonl$/),
    ]);
    expect(await auditOf(store)).toEqual(
      numbers(3).map((i) => ({ at: "2026-02-01T23:59:59.500Z", i })),
    );
  });

  test("keeps records that come together in one block, all of them before any write resolves", async () => {
    const { store, appends } = counting(await azuriteStore());
    const { write } = auditOn(store);
    await Promise.all(numbers(500).map(async (i) => write({ i })));
    expect((await auditOf(store)).map(({ i }) => i)).toEqual(numbers(500));
    expect(appends()).toBe(2);
  });

  test("begins a blob with each day, and when one has all the blocks it may have", async () => {
    const memory = memoryBlobStore();
    const store = { ...memory, limits: { ...memory.limits, appends: 2 } };
    let day = 1;
    const { write } = auditOn(store, { now: () => new Date(Date.UTC(2026, 1, day)) });
    for (const i of numbers(5)) await write({ i });
    day = 2;
    await write({ i: 5 });
    const names = await namesOf(store);
    expect(names.map((name) => name.replace(/[0-9a-f]{16}/, "writer"))).toEqual([
      "vih/2026-02-01/writer-1.jsonl",
      "vih/2026-02-01/writer-2.jsonl",
      "vih/2026-02-01/writer-3.jsonl",
      "vih/2026-02-02/writer-4.jsonl",
    ]);
    expect((await auditOf(store)).map(({ i }) => i)).toEqual(numbers(6));
  });

  test("is shared by no two processes", async () => {
    const store = await azuriteStore();
    const audits = numbers(3).map(() => auditOn(store));
    await Promise.all(numbers(30).map(async (i) => audits[i % audits.length]!.write({ i })));
    expect(await namesOf(store)).toHaveLength(3);
    const kept = (await auditOf(store)).map(({ i }) => Number(i));
    expect(kept.toSorted((a, b) => a - b)).toEqual(numbers(30));
  });

  test("makes its container when it is not there", async () => {
    const store = await azuriteStoreOf();
    const { write } = auditOn(store);
    await write({ i: 0 });
    expect(await auditOf(store)).toMatchObject([{ i: 0 }]);
  });

  test("writes once more what was kept without an answer, rather than lose it", async () => {
    const store = await azuriteStore({ connectionString: proxy.connectionString });
    const { write } = auditOn(store);
    await write({ i: 0 });
    const before = proxy.failed();
    proxy.fail("lose", isAppend);
    await write({ i: 1 });
    await write({ i: 2 });
    expect(proxy.failed()).toBe(before + 1);
    expect((await auditOf(store)).map(({ i }) => i)).toEqual([0, 1, 1, 2]);
    expect(await namesOf(store)).toHaveLength(2);
  });

  test("gives up records in time, never keeps those that waited, and goes on with later ones", async () => {
    const memory = memoryBlobStore();
    let breakOff: (error: Error) => void = () => {};
    const silence = new Promise<void>((_, reject) => {
      breakOff = reject;
    });
    let silent = true;
    const append: BlobStore["append"] = async (...given) => {
      if (silent) await silence;
      await memory.append(...given);
    };
    const { write, log } = auditOn({ ...memory, append }, { timeoutSeconds: 0.05 });
    for (const attempt of [write({ i: 0 }), write({ i: 1 })])
      await expect(attempt).rejects.toMatchObject({
        code: "STORE_UNREACHABLE",
        message: expect.stringMatching(/not kept within 0.05 s$/),
      });
    silent = false;
    breakOff(new StoreUnreachable({ url: memory.url, name: "a blob", problem: "no answer" }));
    await write({ i: 2 });
    expect(await auditOf(memory)).toMatchObject([{ i: 2 }]);
    expect(log.lines().filter(({ level }) => level === 50)).toMatchObject([{ records: 1 }]);
  });

  test("refuses what it has no memory for while the store is slow", async () => {
    const store = memoryBlobStore();
    const { write } = auditOn(store);
    const record = { text: "x".repeat(3 << 20) };
    const [first, second, third] = [write(record), write(record), write(record)];
    await expect(third).rejects.toThrow(/too many of them wait/);
    await Promise.all([first, second]);
    expect(await auditOf(store)).toHaveLength(2);
  });
});

describe("without its record", () => {
  test.each([
    ["a prediction", WHOLE],
    ["a refusal", {}],
  ])("%s is not given", async (_, claims) => {
    const audit = await azuriteStoreOf({
      connectionString: proxy.connectionString,
      timeoutSeconds: 1.5,
    });
    const authorisation = authorisationOn(audit);
    const api = await apiServing([VIH], { checkCaller: callerCheckFor(claims), authorisation });
    proxy.fail("silence", isAppend);
    const response = await api.request.post(URL).send(rowAbout("a"));
    expect(response.status).toBe(503);
    expect(response.body).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    expect(response.text).not.toMatch(/infectado|k1\.|handle:/);
    expect(response.headers["retry-after"]).toBe("2");
    expect(response.headers["www-authenticate"]).toBeUndefined();
    const next = await api.request.post(URL).send(rowAbout("a"));
    expect(next.status).toBe(claims === WHOLE ? 200 : 403);
  });

  test("nothing is given when the account is gone, and no metric shows what it would have been", async () => {
    const gone = await startFaultyProxy(azuriteConnectionString());
    const { connectionString } = gone;
    const authorisation = authorisationOn(
      await azuriteStore({ connectionString, timeoutSeconds: 1.5 }),
    );
    const api = await apiServing([VIH], { checkCaller: callerCheckFor(WHOLE), authorisation });
    expect((await api.request.post(URL).send(rowAbout("a"))).status).toBe(200);
    gone.close();
    for (const url of [URL, "/v1/models/vih", "/v2/models/vih/ready"]) {
      const ask = url === URL ? api.request.post(url).send(rowAbout("a")) : api.request.get(url);
      const response = await ask;
      expect([url, response.status]).toEqual([url, 503]);
      expect(response.body).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
      expect(response.headers["cache-control"]).toBe("no-store");
    }
    const { text } = await api.request.get("/metrics");
    expect(text).not.toContain("despliega_score_bucket{");
  });

  test.each(["read-only", "full"])("nothing is given where the container is %s", async (answer) => {
    const memory = memoryBlobStore();
    let refuses = false;
    const append: BlobStore["append"] = async (...given) => {
      const where = { url: memory.url, name: given[0] };
      if (refuses) throw new StoreRefused({ ...where, answer, cure: "grant the right" });
      await memory.append(...given);
    };
    const authorisation = authorisationOn({ ...memory, append });
    const api = await apiServing([VIH], { checkCaller: callerCheckFor(WHOLE), authorisation });
    refuses = true;
    const response = await api.request.post(URL).send(rowAbout("a"));
    expect([response.status, response.body]).toMatchObject([503, { code: "AUDIT_UNAVAILABLE" }]);
    expect(response.text).not.toMatch(/infectado|k1\./);
    refuses = false;
    expect((await api.request.post(URL).send(rowAbout("a"))).status).toBe(200);
    expect(await verifyAudit(memory, {})).toMatchObject({ faults: 0 });
  });

  test("no answer leaves while it is on its way", async () => {
    const told: string[] = [];
    const memory = memoryBlobStore();
    const append: BlobStore["append"] = async (...given) => {
      await memory.append(...given);
      told.push("kept");
    };
    const authorisation = authorisationOn({ ...memory, append });
    const api = await apiServing([VIH], { checkCaller: callerCheckFor(WHOLE), authorisation });
    told.length = 0;
    await api.request.post(URL).send(rowAbout("a"));
    told.push("answered");
    expect(told).toEqual(["kept", "answered"]);
  });
});

test("many callers at once are all answered and each recorded once, in fewer blocks than callers", async () => {
  const { store, appends } = counting(await azuriteStore());
  const api = await apiServing([VIH], {
    checkCaller: callerCheckFor(WHOLE),
    authorisation: authorisationOn(store),
  });
  const before = appends();
  const responses = await Promise.all(
    numbers(300).map(async (i) => api.request.post(URL).send(rowAbout(i))),
  );
  expect(responses.filter(({ status }) => status !== 200)).toEqual([]);
  const records = (await auditOf(store)).slice(1);
  const pseudonyms = responses.map(
    ({ headers, body }) =>
      [headers["x-request-id"], (body as { readonly pseudonym: string }).pseudonym] as const,
  );
  expect(
    new Map(
      records.map(({ requestId, subjects }) => [
        requestId,
        (subjects as readonly { readonly pseudonym: string }[])[0]!.pseudonym,
      ]),
    ),
  ).toEqual(new Map(pseudonyms));
  expect(records).toHaveLength(responses.length);
  expect(appends() - before).toBeLessThan(responses.length);
});
