import { createReleases, openApiDocument } from "@despliega/api";
import { memoryBlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";

import { promoteTiny } from "../../support/release.js";
import { guardOn } from "../../support/sensitive.js";
import { capturedLog } from "../support.js";
import { lint } from "./lint.js";
import { codesOf, MODES, operationsOf, SERVED, type Document } from "./support.js";

const releasesOf = async (name: string) => {
  const store = memoryBlobStore();
  for (const tiny of SERVED[name]!) await promoteTiny(store, tiny);
  const { logger } = capturedLog();
  const options = { models: undefined, refreshSeconds: 0, guard: guardOn() };
  const releases = createReleases({ store, logger, ...options });
  await releases.load();
  return releases.current();
};

describe.each(Object.keys(SERVED))("the document of %s", (name) => {
  test.each(MODES)("is clean with the auth mode %s", async (authMode) => {
    const document = openApiDocument({ releases: await releasesOf(name), authMode });
    expect(await lint(document)).toEqual([]);
  });
});

test("the linter finds an example that its schema refuses, and a reference to nowhere", async () => {
  const releases = await releasesOf("a model by key");
  const text = JSON.stringify(openApiDocument({ releases, authMode: "none" }));
  const refused = text.replace('"row":{"value":{"nb_previous_loans":10', '"row":{"value":{"x":1');
  expect(await lint(JSON.parse(refused) as Document)).not.toEqual([]);
  const lost = text.replace("#/components/schemas/DataframeSplit", "#/components/schemas/Lost");
  expect(await lint(JSON.parse(lost) as Document)).not.toEqual([]);
});

test("a sensitive model's examples do not come from its training data", async () => {
  const releases = await releasesOf("several models, a sensitive one among them");
  const text = JSON.stringify(openApiDocument({ releases, authMode: "none" }));
  const { paths } = JSON.parse(text) as Document;
  const example = (model: string) =>
    paths[`/v1/models/${model}/prediction`]!["post"]!.requestBody!.content["application/json"]!
      .examples!["row"]!.value;
  expect(example("riesgo")).toMatchObject({ age: 40, nb_previous_loans: 10, flag_own_car: 0 });
  expect(example("vih")).toMatchObject({
    patient_id: "example",
    age: 0,
    nb_previous_loans: 0,
    flag_own_car: 0,
  });
});

describe("the document says of a sensitive model, and of no other,", () => {
  const documentOf = async () => {
    const releases = await releasesOf("several models, a sensitive one among them");
    return openApiDocument({ releases, authMode: "entra" }) as unknown as Document;
  };
  interface Schema {
    readonly properties: Readonly<Record<string, object>>;
    readonly required: readonly string[];
  }

  test("that a row says whom it is about, and an answer by which pseudonym", async () => {
    const schemas = (await documentOf()).components["schemas"] as unknown as Record<string, Schema>;
    expect(schemas["vih.features"]!.required).toContain("patient_id");
    expect(schemas["vih.prediction"]!.required).toContain("pseudonym");
    expect(JSON.stringify(schemas["vih.inference"])).toContain('"patient_id"');
    for (const name of ["features", "prediction", "inference"])
      expect(JSON.stringify(schemas[`riesgo.${name}`])).not.toMatch(/patient_id|pseudonym/);
  });

  test("who may ask it at each of its urls, and what is answered to others", async () => {
    const operations = operationsOf(await documentOf());
    const about = (model: string) =>
      operations.filter(({ operation }) => operation.operationId.startsWith(`${model}.`));
    expect(about("vih")).toHaveLength(9);
    for (const { operation } of about("vih")) {
      expect(codesOf(operation, 403)).toEqual(["FORBIDDEN", "STEP_UP_REQUIRED"]);
      expect(codesOf(operation, 503)).toContain("AUDIT_UNAVAILABLE");
      expect(operation.description).toContain("the role `vih.predict` or `vih.pseudonym`");
    }
    for (const { operation } of about("riesgo")) {
      expect(codesOf(operation, 403)).toEqual(["FORBIDDEN"]);
      expect(codesOf(operation, 503)).not.toContain("AUDIT_UNAVAILABLE");
    }
  });
});
