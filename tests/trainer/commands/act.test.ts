import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import {
  blobNames,
  memoryBlobStore,
  memoryTableStore,
  readTrainingRequest,
  requestTraining,
  type BlobStore,
} from "@despliega/storage";
import { act } from "@despliega/trainer/cli/act.js";
import { heedVerdict } from "@despliega/trainer/pipeline/heed-verdict.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";
import { startTrainingJob } from "@despliega/trainer/pipeline/training-job.js";

import { versionOf } from "../../support/release.js";

const ID = "20260301T000000Z-0123abcd";
const JOB = "/subscriptions/s-1/resourceGroups/g/providers/Microsoft.App/jobs/train-rain";
const DAY_MS = 86_400_000;

let store: BlobStore;
let told: string;
beforeEach(() => {
  store = memoryBlobStore();
  told = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => (told += String(text)) !== "");
});
afterEach(() => void jest.restoreAllMocks());

interface StartRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A server in the place of Azure Resource Manager. */
const startManagement = async (status: () => number) => {
  const asked: StartRequest[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push({ method, url, headers });
    response.writeHead(status(), { location: "https://management.azure.com/later" });
    response.end(JSON.stringify({ id: `${JOB}/executions/x`, name: "x" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => void server.close() };
};

/** Acts on lost performance by a job, by a clock that is so many days ahead. */
const actBy = (url: string, days = 0) =>
  act(
    {
      settings: readTrainerSettings({
        DESPLIEGA_TRAINING_JOB: JOB,
        DESPLIEGA_MANAGEMENT_URL: url,
        DESPLIEGA_ACTOR: "the monitor",
      }),
      progress: createProgress(process.stderr),
      now: () => new Date(Date.now() + days * DAY_MS),
    },
    "rain",
    { id: ID, verdict: "lost" },
    {
      store,
      tables: { container: "any", open: async () => memoryTableStore() },
      start: (job) => startTrainingJob(job, async (scope) => `token for ${scope}`),
    },
  );

describe("a job elsewhere", () => {
  test("is started as it is, once a day, and finds the verdict that asks for it", async () => {
    const azure = await startManagement(() => 202);
    try {
      expect(await actBy(azure.url)).toBe("started a job");
      expect(azure.asked).toMatchObject([
        {
          method: "POST",
          url: `${JOB}/start?api-version=2024-03-01`,
          headers: {
            authorization: `Bearer token for ${azure.url}/.default`,
            "content-length": "0",
          },
        },
      ]);
      expect(await readTrainingRequest(store, "rain")).toMatchObject({
        verdict: ID,
        by: "the monitor",
      });
      expect(await actBy(azure.url)).toBe("trained lately");
      expect(await actBy(azure.url, 2)).toBe("started a job");
      expect(azure.asked).toHaveLength(2);
    } finally {
      azure.close();
    }
  });

  test.each([
    [403, "needs the right Microsoft.App/jobs/start/action"],
    [404, "there is no such job"],
    [307, "Azure answers 307"],
    [500, "Azure answers 500"],
  ])("that is not started for %d leaves nothing behind", async (status, problem) => {
    const azure = await startManagement(() => status);
    expect(await actBy(azure.url)).toBe("failed");
    azure.close();
    expect(told).toMatch(/^rain: TRAINING_NOT_STARTED: [^\n]*\n$/);
    expect(told).toContain(problem);
    expect(await readTrainingRequest(store, "rain")).toBeUndefined();
  });

  test("that cannot be reached is told", async () => {
    const azure = await startManagement(() => 200);
    azure.close();
    expect(await actBy(azure.url)).toBe("failed");
    expect(told).toContain("(Azure cannot be reached (ECONNREFUSED))");
  });
});

describe("a training", () => {
  const noted: object[] = [];
  const notices: string[] = [];
  beforeEach(() => {
    noted.length = 0;
    notices.length = 0;
  });
  const heed = (cause: { readonly why?: string; readonly acceptFault?: string } = {}) =>
    heedVerdict(
      "rain",
      { why: cause.why, acceptFault: cause.acceptFault },
      {
        store,
        progress: { notice: (text) => void notices.push(text) },
        note: ({ parameters }) => void noted.push(parameters!),
      },
    );
  const point = (verdict: string) => {
    const at = "2026-03-01T00:00:00.000Z";
    const summary = "All of pressure is missing.";
    const text = JSON.stringify({ id: ID, at, version: versionOf(1), verdict, summary });
    return store.write(blobNames.verdict("rain"), Buffer.from(text));
  };

  test("is blocked by a fault in the data until it is gone or somebody consents", async () => {
    await point("fault");
    await expect(heed()).rejects.toMatchObject({
      code: "TRAINING_BLOCKED",
      message: expect.stringContaining("All of pressure is missing."),
    });
    const consent = `the fault of monitor:${ID} accepted (it is gone for good)`;
    expect(await heed({ acceptFault: "it is gone for good" })).toBe(consent);
    expect(noted[0]).toEqual({ acceptedFault: `monitor:${ID}` });
    const both = await heed({ why: "new history", acceptFault: "it is gone for good" });
    expect(both).toBe(`new history; ${consent}`);
    await point("lost");
    expect(await heed({ why: "new history" })).toBe("new history");
  });

  test("takes what a verdict asks, once", async () => {
    await requestTraining(store, "rain", { verdict: ID, at: "2026-03-01T00:00:00Z", by: "ana" });
    expect([await heed(), await heed()]).toEqual([`monitor:${ID}`, undefined]);
  });

  test("goes on where the verdict cannot be read", async () => {
    await store.write(blobNames.verdict("rain"), Buffer.from("["));
    await store.write(blobNames.trainingRequest("rain"), Buffer.from("["));
    expect(await heed()).toBeUndefined();
    expect(notices).toHaveLength(2);
    for (const notice of notices)
      expect(notice).toContain("cannot be read, and the training goes on");
  });
});
