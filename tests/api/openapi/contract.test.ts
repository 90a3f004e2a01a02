import { createAuthenticator, createCallerCheck, PROBLEMS } from "@despliega/api";
import { memoryBlobStore, promote } from "@despliega/storage";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { Router } from "express";
import type { Response } from "supertest";

import { move, publishTiny, versionOf, type TinyRelease } from "../../support/release.js";
import { decisionsOn } from "../decisions/support.js";
import { apiServing, NAMES, RISKY, recordOf } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { lint } from "./lint.js";
import { codesOf, operationsOf, SERVED, urlOf, type Document, type Placed } from "./support.js";

type Api = Awaited<ReturnType<typeof apiServing>>;

const documentOf = async ({ request }: Api): Promise<Document> =>
  (await request.get("/openapi.json")).body as Document;

const ask = async (
  { request }: Api,
  placed: Placed,
  body?: unknown,
  type = "application/json",
): Promise<Response> => {
  const url = urlOf(placed);
  if (placed.method === "get") return request.get(url);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return request.post(url).set("content-type", type).send(text);
};

/** Whether an operation says what may be sent: one that takes a key in a body does not, as it may be a person's. */
const hasExample = ({ operation: { requestBody } }: Placed): boolean =>
  requestBody === undefined ||
  Object.values(requestBody.content).some(({ examples }) => examples !== undefined);

/** Registered routes, as `method path`; seen while the app is made. */
const routesOf = async (make: () => Promise<unknown>): Promise<ReadonlySet<string>> => {
  const { prototype } = Router as unknown as { prototype: Pick<Router, "route"> };
  const { route } = prototype;
  const routes: ReturnType<Router["route"]>[] = [];
  prototype.route = function (this: Router, path: string) {
    const made = route.call(this, path);
    routes.push(made);
    return made;
  };
  try {
    await make();
  } finally {
    prototype.route = route;
  }
  return new Set(
    routes.flatMap((made) => {
      const { path, methods } = made as unknown as {
        readonly path: string;
        readonly methods: Readonly<Record<string, boolean>>;
      };
      return Object.keys(methods)
        .filter((method) => method !== "_all")
        .map((method) => `${method} ${path}`);
    }),
  );
};

/** The release with a page and figures, as every training makes them. */
const withReport = (tiny: TinyRelease): TinyRelease => ({
  ...tiny,
  parts: [
    ...(tiny.parts ?? []),
    { name: "report.html", source: Buffer.from("<style>p{}</style><p>Good</p>") },
    { name: "metrics.json", source: Buffer.from(JSON.stringify(EVALUATED)) },
  ],
});

const EVALUATED = {
  ...{ observations: 10, positives: 4, confusion: { tp: 3, fp: 1, tn: 5, fn: 1 } },
  distribution: [
    { from: 0.1, to: 0.4, class: 0, share: 1 },
    { from: 0.4, to: 0.9, class: 1, share: 1 },
  ],
};

// They are what /docs and the console consist of.
const ASSETS = new Set(["get /docs/page.css", "get /docs/page.js", "get /console/:file"]);

describe.each(Object.entries(SERVED))("with %s", (_, models) => {
  let api: Api;
  let document: Document;
  let routes: ReadonlySet<string>;
  const names = models.map(({ model = "riesgo" }) => model);

  beforeAll(async () => {
    routes = await routesOf(async () => {
      api = await apiServing(models.map(withReport), { defaultModel: names[0]! });
    });
    document = await documentOf(api);
  });

  test("the document has every route of the app, and no other", () => {
    const documented = operationsOf(document).map(({ method, path }) => `${method} ${path}`);
    const registered = [...routes]
      .filter((route) => !ASSETS.has(route))
      .flatMap((route) => names.map((name) => route.replace(":model", name)))
      .map((route) => route.replaceAll(/:(\w+)/g, "{$1}"));
    expect(documented.toSorted()).toEqual([...new Set(registered)].toSorted());
  });

  test("every operation answers 200, to each of its examples, with what its schema says", async () => {
    for (const placed of operationsOf(document).filter(hasExample)) {
      const content = Object.entries(placed.operation.requestBody?.content ?? { none: {} });
      for (const [type, { examples = { none: { value: undefined } } }] of content)
        for (const { value } of Object.values(examples)) {
          const response = await ask(api, placed, value, type);
          expect([placed.path, response.status]).toEqual([placed.path, 200]);
          record(placed, response);
        }
    }
    expect(await lint(document)).toEqual([]);
  });

  test("by key, and with the detail, too", async () => {
    const withDetail = operationsOf(document)
      .filter(hasExample)
      .filter(({ operation }) => /parameters\/Detail/.test(JSON.stringify(operation.parameters)));
    expect(withDetail.length).toBeGreaterThan(1);
    for (const placed of withDetail) {
      const { examples } = placed.operation.requestBody?.content["application/json"] ?? {};
      const body = Object.values(examples ?? {})[0]?.value;
      const detailed = { ...placed, path: `${placed.path}?detalle=true` };
      record(placed, await ask(api, detailed, body));
    }
    expect(await lint(document)).toEqual([]);
  });
});

/** Notes an answer as an example of its response, for the linter to check. */
const record = ({ operation }: Placed, { headers, body, text }: Response): void => {
  const type = (headers["content-type"] as string).split(";")[0]!;
  const { content } = operation.responses["200"]!;
  expect(Object.keys(content)).toEqual([type]);
  const kept = content[type] as { examples?: Record<string, { value: unknown }> };
  const examples = (kept.examples ??= {});
  examples[`seen${Object.keys(examples).length}`] = {
    value: type === "application/json" ? body : text,
  };
};

/** Requests that some protocol refuses: body and content type. */
const BAD_BODIES: readonly (readonly [unknown, string?])[] = [
  ["{"],
  ["\u0000"],
  ["[".repeat(20)],
  [{}],
  [[1]],
  [recordOf(RISKY.with(2, 1.5))],
  [recordOf(RISKY.with(4, 7))],
  [recordOf(RISKY.with(2, null))],
  [{ ...recordOf(RISKY), age: "old" }],
  [JSON.stringify(recordOf(RISKY)).replace('"age":23', '"age":1e999')],
  [{ ...recordOf(RISKY), more: 1 }],
  [{ dataframe_split: { columns: ["age", "age"], data: [] } }],
  [{ dataframe_records: 1 }],
  [{ instances: [[1]] }],
  ["a,b\n1", "text/csv"],
  ["<a/>", "application/xml"],
  [{ inputs: [{ name: "features", shape: [2, 5], datatype: "FP64", data: [1] }] }],
  [
    {
      inputs: [{ name: "features", shape: [1, 5], datatype: "FP64", data: RISKY }],
      outputs: [{ name: "odds" }],
    },
  ],
  [{ inputs: NAMES.map(() => ({ name: "age", shape: [1], datatype: "FP64", data: [1] })) }],
];

describe("problems", () => {
  let api: Api;
  let document: Document;
  beforeAll(async () => {
    api = await apiServing();
    document = await documentOf(api);
  });

  const expectListed = ({ path, operation }: Placed, { status, body }: Response): void => {
    if (status === 200) return;
    const { code } = body as { readonly code: string };
    expect([path, status, codesOf(operation, status)]).toEqual([
      path,
      status,
      expect.arrayContaining([code]),
    ]);
  };

  test("that a body causes are listed where they occur", async () => {
    const seen = new Set<number>();
    for (const placed of operationsOf(document).filter(({ method }) => method === "post"))
      for (const [body, type] of BAD_BODIES) {
        const response = await ask(api, placed, body, type);
        expectListed(placed, response);
        seen.add(response.status);
      }
    expect(seen).toEqual(new Set([400, 415]));
  });

  test.each([
    ["?detalle=perhaps", 400],
    ["%zz", 400],
    ["9", 404],
  ])("that a url ending in %s causes are listed where they occur", async (end, status) => {
    const seen = new Set<number>();
    for (const placed of operationsOf(document)) {
      const { path } = placed;
      const changed = end.startsWith("?") ? `${path}${end}` : path.replace("}", `}${end}`);
      if (changed === path) continue;
      const body = Object.values(
        placed.operation.requestBody?.content["application/json"]?.examples ?? {},
      )[0]?.value;
      const response = await ask(api, { ...placed, path: changed }, body);
      expectListed(placed, response);
      seen.add(response.status);
    }
    expect(seen).toContain(status);
  });

  test("of the catalogue are each listed somewhere, but for those that belong to no operation", async () => {
    const models = Object.values(SERVED).at(-1)!;
    const durable = models.map(({ description, ...tiny }) => ({
      ...tiny,
      description: { ...description, decisions: "durable" as const },
    }));
    const entra = await apiServing(durable, {
      ...decisionsOn(memoryBlobStore()),
      authMode: "entra",
      defaultModel: "riesgo",
    });
    const listed = new Set(
      operationsOf(await documentOf(entra)).flatMap(({ operation }) =>
        Object.keys(operation.responses).flatMap((status) => codesOf(operation, status)),
      ),
    );
    const unlisted = Object.keys(PROBLEMS).filter((code) => !listed.has(code));
    expect(unlisted).toEqual([
      "METHOD_NOT_ALLOWED",
      "REQUEST_TIMEOUT",
      "EXPECTATION_UNSUPPORTED",
      "HOST_UNKNOWN",
      "HEADERS_TOO_LARGE",
    ]);
  });

  test("are listed under their own status", () => {
    for (const { operation } of operationsOf(document))
      for (const status of Object.keys(operation.responses))
        for (const code of codesOf(operation, status))
          expect(PROBLEMS[code as keyof typeof PROBLEMS].status).toBe(Number(status));
  });
});

test("with keys, every operation but the probes says that it refuses who has none, and does", async () => {
  const settings = { mode: "key", keys: [{ name: "test", digest: "0".repeat(64) }] } as const;
  const authenticate = await createAuthenticator(settings, capturedLog());
  const checkCaller = createCallerCheck(authenticate, { limit: 0, trustProxy: undefined });
  const closed = await apiServing([{}], { checkCaller });
  const document = await documentOf(await apiServing([{}], { authMode: "key" }));
  for (const placed of operationsOf(document)) {
    const { status } = await ask(closed, placed, {});
    expect([placed.path, status]).toEqual([
      placed.path,
      codesOf(placed.operation, 401).length > 0 ? 401 : 200,
    ]);
    expect(placed.operation.security).toEqual(status === 401 ? undefined : []);
  }
});

test("a swap changes the document", async () => {
  const api = await apiServing();
  const before = (await api.request.get("/openapi.json")).text;
  const { model, version } = await publishTiny(api.store, { version: versionOf(3) });
  await promote(api.store, model, version, move);
  await api.releases.refresh(model);
  expect((await api.request.get("/openapi.json")).text).toBe(
    before.replaceAll(versionOf(1), versionOf(3)),
  );
});

test("without a default among several models, the urls that name none are left out", async () => {
  const api = await apiServing(Object.values(SERVED).at(-1));
  const { paths } = await documentOf(api);
  expect(Object.keys(paths)).not.toContain("/v1/prediction");
  expect(Object.keys(paths)).toContain("/v1/models/vih/prediction");
});

test("before anything is loaded there is no document", async () => {
  const empty = await apiServing([]);
  const { status, body } = await empty.request.get("/openapi.json");
  expect(status).toBe(503);
  expect(body).toMatchObject({ code: "NOT_READY" });
});
