import { createReleases, DOCUMENT_PARTS, openApiDocument } from "@despliega/api";
import { memoryBlobStore } from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";

import { promoteTiny, USERS } from "../../support/release.js";
import { authorisationOn } from "../../support/sensitive.js";
import { capturedLog } from "../support.js";
import { lint } from "./lint.js";
import { typedIn, typesOf } from "./schemas.js";
import { codesOf, MODES, operationsOf, SERVED, type Document } from "./support.js";

const releasesOf = async (name: string) => {
  const store = memoryBlobStore();
  for (const tiny of SERVED[name]!) await promoteTiny(store, tiny);
  const { logger } = capturedLog();
  const options = { models: undefined, refreshSeconds: 0, authorisation: authorisationOn() };
  const releases = createReleases({ store, logger, ...options });
  await releases.load();
  return releases.current();
};

describe.each(Object.keys(SERVED))("the document of %s", (name) => {
  test.each(MODES)("is clean with the auth mode %s", async (authMode) => {
    const document = openApiDocument({
      releases: await releasesOf(name),
      authMode,
      parts: DOCUMENT_PARTS,
    });
    expect(await lint(document)).toEqual([]);
  });
});

/** What generators of clients and of requests need of a document, beyond JSON Schema. */
describe.each(Object.keys(SERVED))("in the document of %s", (name) => {
  let schemas: ReturnType<typeof typedIn>;
  let document: Document;
  beforeAll(async () => {
    document = openApiDocument({
      releases: await releasesOf(name),
      authMode: "none",
      parts: DOCUMENT_PARTS,
    }) as unknown as Document;
    schemas = typedIn(document);
  });

  const thatAre = (type: string) => schemas.filter(({ schema }) => typesOf(schema).includes(type));
  const places = (found: typeof schemas) => found.map(({ at }) => at);

  test("every array says of what, and none is a tuple", () => {
    const arrays = thatAre("array");
    expect(arrays.length).toBeGreaterThan(10);
    expect(places(arrays.filter(({ schema }) => schema["items"] === undefined))).toEqual([]);
    expect(places(arrays.filter(({ schema }) => "prefixItems" in schema))).toEqual([]);
  });

  test("every array that is sent says how long it may be", () => {
    const bodies = typedIn([
      operationsOf(document).map(({ operation }) => operation.requestBody),
      Object.entries(document.components["schemas"]!).filter(([key]) => key.endsWith("_inference")),
    ]).filter(({ schema }) => typesOf(schema).includes("array"));
    expect(bodies.length).toBeGreaterThan(5);
    expect(places(bodies.filter(({ schema }) => schema["maxItems"] === undefined))).toEqual([]);
  });

  test("no integer is beyond what a double holds", () => {
    const integers = thatAre("integer");
    expect(integers.length).toBeGreaterThan(10);
    const beyond = integers.filter(
      ({ schema: { minimum, maximum } }) =>
        !Number.isSafeInteger(minimum) || !Number.isSafeInteger(maximum),
    );
    expect(places(beyond)).toEqual([]);
  });

  test("no schema has a name that a class cannot have", () => {
    const names = Object.keys(document.components["schemas"]!);
    expect(names.filter((key) => !/^[A-Za-z]\w*$/.test(key))).toEqual([]);
  });
});

test("the linter finds an example that its schema refuses, and a reference to nowhere", async () => {
  const releases = await releasesOf("a model by key");
  const text = JSON.stringify(
    openApiDocument({ releases, authMode: "none", parts: DOCUMENT_PARTS }),
  );
  const refused = text.replace('"row":{"value":{"nb_previous_loans":29', '"row":{"value":{"x":1');
  expect(await lint(JSON.parse(refused) as Document)).not.toEqual([]);
  const lost = text.replace("#/components/schemas/DataframeSplit", "#/components/schemas/Lost");
  expect(await lint(JSON.parse(lost) as Document)).not.toEqual([]);
});

test("a sensitive model's examples do not come from its training data", async () => {
  const releases = await releasesOf("several models, a sensitive one among them");
  const text = JSON.stringify(
    openApiDocument({ releases, authMode: "none", parts: DOCUMENT_PARTS }),
  );
  const { paths } = JSON.parse(text) as Document;
  const example = (model: string) =>
    paths[`/v1/models/${model}/prediction`]!["post"]!.requestBody!.content["application/json"]!
      .examples!["row"]!.value;
  // The first golden row, in which nothing is missing.
  expect(Object.values(example("riesgo") as object)).toEqual([...USERS[5008806]]);
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
    return openApiDocument({
      releases,
      authMode: "entra",
      parts: DOCUMENT_PARTS,
    }) as unknown as Document;
  };
  interface Schema {
    readonly properties: Readonly<Record<string, object>>;
    readonly required: readonly string[];
  }

  test("that a row names its subject, and an answer the pseudonym", async () => {
    const schemas = (await documentOf()).components["schemas"] as unknown as Record<string, Schema>;
    expect(schemas["vih_features"]!.required).toContain("patient_id");
    expect(schemas["vih_prediction"]!.required).toContain("pseudonym");
    expect(JSON.stringify(schemas["vih_inference"])).toContain('"patient_id"');
    for (const name of ["features", "prediction", "inference"])
      expect(JSON.stringify(schemas[`riesgo_${name}`])).not.toMatch(/patient_id|pseudonym/);
  });

  test("which callers each of its urls takes, and the problems of others", async () => {
    const operations = operationsOf(await documentOf());
    const about = (model: string) =>
      operations.filter(({ operation }) => operation.operationId.startsWith(`${model}.`));
    expect(about("vih").length).toBeGreaterThanOrEqual(9);
    for (const { operation } of about("vih")) {
      expect(codesOf(operation, 403)).toEqual(["FORBIDDEN"]);
      expect(codesOf(operation, 401)).toEqual(["UNAUTHENTICATED", "STEP_UP_REQUIRED"]);
      expect(codesOf(operation, 503)).toContain("AUDIT_UNAVAILABLE");
      expect(operation.description).toContain("the role `vih.predict` or `vih.pseudonym`");
    }
    for (const { operation } of about("riesgo")) {
      expect(codesOf(operation, 403)).toEqual(["FORBIDDEN"]);
      expect(codesOf(operation, 503)).not.toContain("AUDIT_UNAVAILABLE");
    }
  });
});
