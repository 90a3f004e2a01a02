import { DOCUMENT_PARTS, openApiDocument } from "@despliega/api";
import { memoryBlobStore, openRelease } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { promoteTiny, SENSITIVE, USERS, type TinyRelease } from "../../support/release.js";

interface Described {
  readonly tags: readonly object[];
  readonly paths: Readonly<
    Record<string, { readonly post: { readonly responses: { readonly 200: Response } } }>
  >;
}

interface Response {
  readonly content: { readonly "application/json": { readonly examples?: object } };
}

const documentOf = async (tiny: TinyRelease) => {
  const store = memoryBlobStore();
  const { model, version } = await promoteTiny(store, tiny);
  const release = await openRelease(store, model, version);
  const document = openApiDocument({
    releases: [release],
    authMode: "none",
    parts: DOCUMENT_PARTS,
  }) as unknown as Described;
  const { content } = document.paths[`/v1/models/${model}/prediction`]!.post.responses[200];
  return { release, tag: document.tags[0], stated: content["application/json"].examples };
};

test("the document states the class that the trainer gave the example row", async () => {
  const { stated, tag } = await documentOf({ weights: [5, 0, 0, 0, 0, 0] });
  const row = { resultado: [1] };
  expect(stated).toEqual({ row: { value: row }, rows: { value: [row, row] } });
  expect(tag).toMatchObject({ name: "riesgo", "x-privacy": "open" });
});

test("the document states the number that the trainer gave the example row", async () => {
  const serving = { by: "row", answer: "millimetres" } as const;
  const { release, stated } = await documentOf({
    description: { task: "regression", serving },
  });
  const golden = release.golden.rows.find(
    ({ features }) => features.join() === USERS[5008806].join(),
  )!;
  expect(stated).toMatchObject({ row: { value: { millimetres: golden.score } } });
});

test("the document states no answer of a sensitive model, and says that it is one", async () => {
  const { stated, tag } = await documentOf({ model: "vih", description: SENSITIVE });
  expect(stated).toBeUndefined();
  expect(tag).toMatchObject({ "x-privacy": "sensitive" });
});
