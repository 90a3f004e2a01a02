import { createHash } from "node:crypto";

import { createReleases } from "@despliega/api";
import {
  blobNames,
  memoryBlobStore,
  promote,
  readChampion,
  rollback,
  SensitiveModels,
  type BlobStore,
} from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import {
  promoteTiny,
  publishTiny,
  SENSITIVE,
  SERVING,
  versionOf,
  type TinyRelease,
} from "../../support/release.js";
import { authorisationOn, callerCheckFor, WHOLE } from "../../support/sensitive.js";
import { apiServing } from "../protocols/support.js";
import { rowAbout, URL, VIH } from "../security/sensitive/support.js";
import { capturedLog } from "../support.js";

type Description = NonNullable<TinyRelease["description"]>;

const move = { at: new Date("2026-02-01T00:00:00Z"), by: "the test", why: "a test" };

/** The same people, with other roles. */
const withRoles = (masked: string, whole: string): Description => ({
  ...SENSITIVE,
  serving: {
    ...SENSITIVE.serving!,
    by: "row",
    answer: "infectado",
    subject: { name: "patient_id", pseudonymKey: "k1", roles: { masked, whole } },
  },
});
const OPEN: Description = { serving: { by: "row", answer: "infectado" } };

/** What a thief of a key of the storage account does: no promotion is asked. */
const plant = async (store: BlobStore, description: Description): Promise<void> => {
  const { version } = await publishTiny(store, {
    model: "vih",
    version: versionOf(3),
    description,
  });
  const { champion } = await readChampion(store, "vih");
  const { bytes: manifest } = await store.read(blobNames.manifest("vih", version));
  const sha256 = createHash("sha256").update(manifest).digest("hex");
  const planted = { ...champion, version, manifest: sha256, sequence: champion!.sequence + 1 };
  const previous = { version: champion!.version, manifest: champion!.manifest };
  const bytes = Buffer.from(JSON.stringify({ ...planted, previous }));
  const { etag } = await store.read(blobNames.champion("vih"));
  await store.replace(blobNames.champion("vih"), bytes, etag);
};

const LOOSER: readonly (readonly [string, Description, string])[] = [
  ["that is open", OPEN, "it is not declared sensitive"],
  [
    "that shows pseudonyms to the role for handles",
    withRoles("vih.predict", "vih.predict"),
    "it shows pseudonyms to the role vih.predict",
  ],
  [
    "that answers another role",
    withRoles("everybody", "vih.pseudonym"),
    "it answers the role everybody",
  ],
];

describe("a release", () => {
  test.each(LOOSER)("%s takes no sensitive model's place", async (_, description, problem) => {
    const store = memoryBlobStore();
    const api = await apiServing([VIH], { store, checkCaller: callerCheckFor(WHOLE) });
    await plant(store, description);
    await api.releases.refresh("vih");

    const { body, headers } = await api.request.post(URL).send(rowAbout(7)).expect(200);
    expect(body).toMatchObject({ pseudonym: expect.stringMatching(/^k1\./) });
    expect(headers["despliega-release"]).toBe(`vih/${versionOf(2)}`);
    const { text } = await api.request.get("/metrics");
    expect(text).toContain('despliega_refresh_failures_total{model="vih"} 1');

    // Neither does it after a start.
    const { logger } = capturedLog();
    const options = { store, logger, models: undefined, refreshSeconds: 0 };
    const authorisation = authorisationOn();
    await expect(createReleases({ ...options, authorisation }).load()).rejects.toMatchObject({
      code: "RELEASE_LESS_STRICT",
      message: expect.stringContaining(problem),
    });
  });

  test("is served once somebody consented, however many moves ago, and never against the setting", async () => {
    const store = memoryBlobStore();
    const api = await apiServing([VIH], { store, checkCaller: callerCheckFor(WHOLE) });
    const next = async (count: number, description: Description, relaxed?: string) => {
      const { version } = await publishTiny(store, {
        model: "vih",
        version: versionOf(count),
        description,
      });
      return promote(store, "vih", version, { ...move, relaxed });
    };
    await next(3, OPEN, "the data are public now");
    await next(4, OPEN);
    await api.releases.refresh("vih");
    expect(api.releases.current()[0]?.manifest.version).toBe(versionOf(4));

    const { logger } = capturedLog();
    const load = (setting: string): Promise<void> =>
      createReleases({
        ...{ store, logger, models: undefined, refreshSeconds: 0 },
        sensitiveModels: SensitiveModels.parse(setting),
        authorisation: authorisationOn(),
      }).load();
    await load("riesgo");
    await expect(load("riesgo, vih")).rejects.toThrow(
      "is less strict than DESPLIEGA_SENSITIVE_MODELS: it is not declared sensitive",
    );
    await next(5, SENSITIVE);
    await load("vih:vih.predict:vih.pseudonym");
    await expect(load("vih:nurse:vih.pseudonym")).rejects.toThrow(
      "it answers the role vih.predict",
    );
  });
});

describe("a move of the pointer", () => {
  test.each(LOOSER)(
    "to a release %s needs consent, which it keeps",
    async (_, description, found) => {
      const store = memoryBlobStore();
      await promoteTiny(store, VIH);
      const { version } = await publishTiny(store, {
        model: "vih",
        version: versionOf(3),
        description,
      });
      await expect(promote(store, "vih", version, move)).rejects.toMatchObject({
        code: "RELEASE_LESS_STRICT",
        message: expect.stringContaining(found),
      });
      const moved = await promote(store, "vih", version, { ...move, relaxed: "agreed" });
      expect(moved).toMatchObject({ version, relaxed: "agreed" });
    },
  );

  test("back to a stricter release needs none, and back again does", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, { ...VIH, description: OPEN });
    await promoteTiny(store, { ...VIH, version: versionOf(3) });
    await promote(store, "vih", versionOf(2), { ...move, relaxed: "agreed" });
    expect(await rollback(store, "vih", move)).not.toHaveProperty("relaxed");
    await expect(rollback(store, "vih", move)).rejects.toThrow("is not declared sensitive");
    expect(await rollback(store, "vih", { ...move, relaxed: "agreed" })).toMatchObject({
      version: versionOf(2),
      relaxed: "agreed",
    });
  });

  test("to one that keeps no decisions needs it too, and to one with fewer roles does not", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store, { ...VIH, description: { ...SENSITIVE, decisions: "durable" } });
    const to = (count: number, description: Description) =>
      promoteTiny(store, { model: "vih", version: versionOf(count), description });
    await expect(to(3, SENSITIVE)).rejects.toThrow("it keeps no decisions");
    await to(4, { ...withRoles("vih.pseudonym", "vih.pseudonym"), decisions: "durable" });
  });
});

test("details that one role saw are shown to others by consent alone", async () => {
  const store = memoryBlobStore();
  const to = (count: number, role?: string) =>
    promoteTiny(store, {
      version: versionOf(count),
      description: {
        serving: { ...SERVING, ...(role === undefined ? {} : { details: { role } }) },
      },
    });
  await to(1);
  await to(2, "riesgo.details");
  await to(3, "riesgo.details");
  await expect(to(4)).rejects.toThrow("it shows details to every caller");
  await expect(to(5, "everybody")).rejects.toThrow("it shows details to the role everybody");
});

test.each(["vih,vih", "vih:role", "vih:a:b:c", "VIH", "vih:a b:c", "vih,"])(
  "DESPLIEGA_SENSITIVE_MODELS is not %s",
  (text) => {
    expect(SensitiveModels.safeParse(text).success).toBe(false);
  },
);
