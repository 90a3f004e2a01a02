import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { openRelease, readLedger, requireChampion, rollback } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { move, promoteTiny, publishTiny, SENSITIVE, versionOf } from "../support/release.js";
import { temporaryDirectory } from "../support/temporary.js";
import { recordingAz } from "./support/recording-az.js";
import { runBash } from "./support/run-bash.js";

const environment = async () => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  const env = {
    PATH: process.env.PATH ?? "",
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_ACTOR: "pipeline",
  };
  return { store, env };
};

const promoteAll = async (
  production: Awaited<ReturnType<typeof environment>>,
  source: string,
  releases: readonly string[],
  env: Readonly<Record<string, string>> = {},
) => {
  const SUMMARY = join(await temporaryDirectory(), "summary.md");
  const RELEASES = releases.join(" ");
  const given = { RELEASES, SOURCE_CONTAINER_URL: source, SUMMARY };
  const ended = await runBash(["cicd/scripts/promote-releases.sh"], {
    ...production.env,
    ...given,
    ...env,
  });
  return { ended, summary: await readFile(SUMMARY, "utf8").catch(() => "") };
};

const release = (digit: number, model = "riesgo") => `${model}=${versionOf(digit)}`;

describe("champions.sh", () => {
  test("names the champion of each model that has one and is not sensitive", async () => {
    const staging = await environment();
    await promoteTiny(staging.store, { version: versionOf(1) });
    await publishTiny(staging.store, { version: versionOf(2) });
    await promoteTiny(staging.store, { model: "vih", description: SENSITIVE });
    expect(await runBash(["cicd/scripts/champions.sh"], staging.env)).toEqual({
      code: 0,
      stdout: `${release(1)}\n`,
      stderr: "",
    });
  });

  test("names none where there is none", async () => {
    const { env } = await environment();
    expect(await runBash(["cicd/scripts/champions.sh"], env)).toMatchObject({
      code: 0,
      stdout: "\n",
    });
  });
});

describe("promote-releases.sh", () => {
  test("takes a tested release to production once, and tells where it was tested", async () => {
    const [staging, production] = [await environment(), await environment()];
    await promoteTiny(staging.store, { version: versionOf(2) });
    await promoteTiny(production.store, { version: versionOf(1) });
    const first = await promoteAll(production, staging.store.url, [release(2)]);
    expect(first.ended).toEqual({
      code: 0,
      stdout: `riesgo ${versionOf(2)} is the new champion.\n`,
      stderr: "",
    });
    expect(first.summary).toContain("## riesgo");
    await openRelease(production.store, "riesgo", versionOf(2));
    expect((await readLedger(production.store, "riesgo")).at(-1)).toMatchObject({
      by: "pipeline",
      why: `tested in ${staging.store.url}`,
      copied: { from: staging.store.url },
    });

    const { ended } = await promoteAll(production, staging.store.url, [release(2)]);
    expect(ended.stdout).toBe(`riesgo ${versionOf(2)} is the champion already.\n`);
    expect(await readLedger(production.store, "riesgo")).toHaveLength(2);
  });

  test("does not undo a rollback", async () => {
    const [staging, production] = [await environment(), await environment()];
    await promoteTiny(staging.store, { version: versionOf(2) });
    for (const digit of [1, 2]) await promoteTiny(production.store, { version: versionOf(digit) });
    await rollback(production.store, "riesgo", move);
    const { ended } = await promoteAll(production, staging.store.url, [release(2)]);
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining("not promoted again") });
    expect((await requireChampion(production.store, "riesgo")).version).toBe(versionOf(1));
  });

  test.each([
    ["fails", 3],
    ["passes", 0],
  ])("a release that waits for approvals %s where that is said: %d", async (WAITING, code) => {
    const [staging, production] = [await environment(), await environment()];
    await publishTiny(staging.store, { description: { approvals: 2 } });
    const { ended, summary } = await promoteAll(production, staging.store.url, [release(1)], {
      WAITING,
    });
    expect({ ...ended, summary }).toMatchObject({
      code,
      stdout: expect.stringMatching(/is copied and waits for approvals/),
      summary: "",
    });
    await openRelease(production.store, "riesgo", versionOf(1));
  });

  test("a release that fails stops no other, and ends it with 1", async () => {
    const [staging, production] = [await environment(), await environment()];
    await publishTiny(staging.store, { version: versionOf(1) });
    const { ended } = await promoteAll(production, staging.store.url, [release(9), release(1)]);
    expect(ended).toMatchObject({
      code: 1,
      stdout: `riesgo ${versionOf(1)} is the new champion.\n`,
      stderr: expect.stringMatching(/^RELEASE_UNKNOWN: [^\n]*\n$/),
    });
  });
});

test("import-images.sh takes both images by their digests, and prints where they are now", async () => {
  const az = await recordingAz();
  const [api, trainer] = ["a", "b"].map((digit) => `sha256:${digit.repeat(64)}`);
  const ended = await runBash(["cicd/scripts/import-images.sh"], {
    ...az.env,
    API_IMAGE: `one.azurecr.io/despliega-api@${api}`,
    TRAINER_IMAGE: `one.azurecr.io/despliega-trainer@${trainer}`,
    REGISTRY: "two",
    COMMIT: "0123abc",
  });
  expect(ended).toEqual({
    code: 0,
    stdout: `API_IMAGE=two.azurecr.io/despliega-api@${api}\nTRAINER_IMAGE=two.azurecr.io/despliega-trainer@${trainer}\n`,
    stderr: "",
  });
  expect(az.calls()).toEqual([
    `acr import --name two --source one.azurecr.io/despliega-api@${api} --image despliega-api:0123abc --force --output none`,
    `acr import --name two --source one.azurecr.io/despliega-trainer@${trainer} --image despliega-trainer:0123abc --force --output none`,
  ]);
});
