import { blobNames, countOverrides } from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { decidingApi, PAIR, RIESGO, VIH } from "../../api/decisions/support.js";
import { recordOf, RISKY } from "../../api/protocols/support.js";
import { pseudonym, rowAbout } from "../../api/security/sensitive/support.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../../support/azurite.js";
import { promoteTiny, versionOf } from "../../support/release.js";
import { auditOf, keySetting } from "../../support/sensitive.js";
import { despliega } from "../../trainer/support/command-line.js";
import { testKey } from "../../support/test-key.js";

const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_PREDICTION_CONTAINER_NAME: newContainer(),
  DESPLIEGA_AUDIT_CONTAINER_NAME: newContainer(),
  DESPLIEGA_PSEUDONYM_KEYS: `${keySetting("k2", 2)},${keySetting("k1", 1)}`,
  DESPLIEGA_PREDICTION_KEY: testKey(7).toString("base64"),
  DESPLIEGA_DECISION_PRIVATE_KEYS: PAIR.privateText,
  DESPLIEGA_RECORDS: "off",
  DESPLIEGA_ACTOR: "the test",
};
const releases = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
const decisions = await azuriteStore({ container: settings.DESPLIEGA_PREDICTION_CONTAINER_NAME });
const audit = await azuriteStore({ container: settings.DESPLIEGA_AUDIT_CONTAINER_NAME });

const WHY = ["--why", "a complaint"];
const KEY = 5_008_806;
const run = (...args: string[]) => despliega(settings, ...args);

let aboutAna: string;
let aboutBea: string;
let byKey: string;
beforeAll(async () => {
  const api = await decidingApi([RIESGO, VIH], { store: decisions }, releases);
  const ask = async (sent: PromiseLike<{ headers: Record<string, string> }>) =>
    (await sent).headers["x-prediction-id"]!;
  const predict = (row: object) => api.request.post("/v1/models/vih/prediction").send(row);
  aboutAna = await ask(predict(rowAbout("ana")));
  aboutBea = await ask(predict(rowAbout("bea")));
  byKey = await ask(api.request.get(`/api/user/${KEY}/prediccion`));
  await ask(api.request.post("/v1/models/riesgo/prediction").send(recordOf(RISKY)));
});

describe("a decision", () => {
  test("is shown once that is on record, and scored again to the same bits", async () => {
    const ended = await run("decision", aboutAna, "--replay", ...WHY);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.lines()).toEqual([
      expect.objectContaining({
        id: aboutAna,
        model: "vih",
        pseudonym: pseudonym("ana"),
        features: RISKY,
        overrides: [],
        replay: { outcome: "same" },
      }),
    ]);
    expect(await auditOf(audit)).toEqual([
      {
        at: expect.stringMatching(/Z$/),
        caller: "the test",
        signedIn: { user: expect.any(String), host: expect.any(String) },
        reason: "a complaint",
        model: "vih",
        decision: "opened",
        ids: [aboutAna],
      },
    ]);
  });

  test("about people is shown to nobody without a reason, an audit or the key", async () => {
    expect(await run("decision", aboutAna)).toMatchObject({ code: 2 });
    for (const [name, problem] of [
      ["DESPLIEGA_AUDIT_CONTAINER_NAME", "every look at decisions about people is recorded"],
      ["DESPLIEGA_DECISION_PRIVATE_KEYS", "has no key one"],
    ]) {
      const ended = await despliega({ ...settings, [name!]: "" }, "decision", aboutAna, ...WHY);
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain(problem);
    }
  });

  test("keeps beside it what a person decides otherwise", async () => {
    const wrong = await run("decision", byKey, "--override", "2", ...WHY);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("one of 0, 1") });
    const ended = await run("decision", byKey, "--override", "1", ...WHY);
    expect(ended.lines()).toMatchObject([
      { key: [KEY], overrides: [{ by: "the test", why: "a complaint", answer: 1 }] },
    ]);
    expect([...(await countOverrides(decisions, "riesgo")).values()]).toEqual([1]);
  });

  test("that another release gave says what is different or missing", async () => {
    const name = blobNames.part("vih", versionOf(2), "model.json");
    const { bytes } = await releases.read(name);
    await releases.write(name, Buffer.from(bytes.toString().replace("}", " }")));
    const damaged = await run("decision", aboutBea, "--replay", ...WHY);
    expect(damaged.code).toBe(1);
    expect(damaged.lines()).toMatchObject([
      { replay: { outcome: "missing", missing: expect.stringContaining("model.json") } },
    ]);
    await releases.write(name, bytes);

    const manifest = blobNames.manifest("vih", versionOf(2));
    const kept = await releases.read(manifest);
    await releases.delete(manifest);
    const gone = await run("decision", aboutBea, "--replay", ...WHY);
    expect(gone.lines()).toMatchObject([
      { replay: { outcome: "missing", missing: expect.stringContaining("was pruned") } },
    ]);
    await releases.write(manifest, kept.bytes);
  });
});

describe("everything about one person", () => {
  test("is shown, by key and by identifier", async () => {
    const shown = await run("decisions", "riesgo", "--key", `${KEY}`, "--json", ...WHY);
    expect(shown.lines().map(({ id }) => id)).toContain(byKey);
    const person = await run("decisions", "vih", "--subject", "bea", "--json", ...WHY);
    expect(person.lines().filter(({ id }) => id !== undefined)).toMatchObject([{ id: aboutBea }]);
    expect(await run("decisions", "riesgo", "--subject", "1", ...WHY)).toMatchObject({ code: 2 });
  });

  test("is erased, and the audit alone says so", async () => {
    const ended = await run("decisions", "vih", "--subject", "ana", "--erase", ...WHY);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.lines().at(-1)).toMatchObject({ model: "vih", erased: 1 });
    const shown = await run("decision", aboutAna, ...WHY);
    expect(shown.stderr).toContain("DECISION_ERASED");
    expect((await run("decision", aboutBea, ...WHY)).code).toBe(0);
    expect(await auditOf(audit)).toContainEqual(
      expect.objectContaining({ decision: "erased", ids: [aboutAna] }),
    );
  });
});

test("prune keeps what a kept decision names, or may name where its marks are gone", async () => {
  for (const digit of [3, 4]) await promoteTiny(releases, { ...RIESGO, version: versionOf(digit) });
  const prune = async () => (await run("prune", "riesgo", "--keep", "0", "--grace", "0s")).lines();
  const stays = (reason: string) =>
    expect.objectContaining({ version: versionOf(1), fate: "stays", reason });
  expect(await prune()).toContainEqual(stays("a kept decision names it"));
  for await (const { name } of decisions.list("decisions/riesgo/releases/"))
    await decisions.delete(name);
  expect(await prune()).toContainEqual(
    stays("served while decisions are kept, and may be named by one"),
  );
});
