import { describe, expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import { exampleKey } from "despliega/start/example-key.js";
import { requestsTo } from "despliega/start/example-requests.js";

import { IN_BODY, promoteTiny, SERVING, USERS, type TinyRelease } from "../support/release.js";

const keyOf = async (example: number | undefined, tiny: TinyRelease = {}) => {
  const store = memoryBlobStore();
  const manifest = await promoteTiny(store, tiny);
  const serving = { ...SERVING, ...(example === undefined ? {} : { example }) };
  const key = await exampleKey(store, { serving }, manifest);
  const api = { models: [], url: "http://here", defaultModel: undefined, tokenUrl: undefined };
  return { key, requests: requestsTo(manifest, api, key) };
};

describe("the entity that npm start shows requests with", () => {
  test("is the one that the model names, where the release has it", async () => {
    const { key, requests } = await keyOf(5_112_956);
    expect(key).toEqual([5_112_956]);
    expect(requests).toEqual([
      "curl http://here/api/user/5112956/caracteristicasriesgo",
      "curl http://here/api/user/5112956/prediccion",
      "curl 'http://here/api/user/5112956/prediccion?detalle=true'",
    ]);
  });

  test.each([1, undefined])("is the first of the release for the example %s", async (example) => {
    const { key } = await keyOf(example);
    expect(key?.map(String)).toEqual([Object.keys(USERS)[0]]);
  });

  test("is no key of the release where keys are asked in a body, and none is named", async () => {
    const { key, requests } = await keyOf(undefined, IN_BODY);
    expect(key).toEqual(["<nif>"]);
    expect(requests[1]).toBe(
      `curl http://here/api/loans/prediction -H 'content-type: application/json' -d '{"key":"<nif>"}'`,
    );
  });

  test("is none where the release has no entity, or is asked by row", async () => {
    expect(await keyOf(1, { users: [] })).toEqual({ key: undefined, requests: [] });
    const serving = { by: "row", answer: "x" } as const;
    expect((await keyOf(1, { description: { serving } })).key).toBeUndefined();
  });
});
