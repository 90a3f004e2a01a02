import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { openStore, readStorageSettings, type StoreSettings } from "@despliega/storage";
import { startAzurite, type Azurite } from "@despliega/storage/azurite";

import { startApi } from "../support/api-process.js";
import { watchLoaded } from "../support/loaded.js";
import { startOtlpReceiver, type OtlpReceiver } from "../support/otlp-receiver.js";
import { promoteTiny, versionOf } from "../support/release.js";

let azurite: Azurite;
let storage: NodeJS.ProcessEnv;

beforeAll(async () => {
  azurite = await startAzurite();
  storage = { AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString };
  const store = await openStore(readStorageSettings(storage) as StoreSettings);
  await store.ensureContainer();
  await promoteTiny(store);
});
afterAll(() => azurite.close());

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";
const PATH = "/api/user/5008806/prediccion";
const ROUTE = "GET /api/user/:id/prediccion";

describe("an api that sends traces", () => {
  let receiver: OtlpReceiver;
  let log: readonly Readonly<Record<string, unknown>>[];

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    const api = startApi({
      ...storage,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=secret",
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
    });
    const url = await api.ready();
    for (const [path, flags] of [
      [PATH, "01"],
      [`${PATH}?detalle=true`, "00"],
      ["/api/user/404404/prediccion", ""],
      ["/healthz", "01"],
    ] as const)
      await fetch(`${url}${path}`, {
        headers: flags === "" ? {} : { traceparent: `00-${TRACE}-${CALLER}-${flags}` },
      });
    api.child.kill();
    expect(await api.ended).toEqual({ code: 0, stderr: "" });
    log = api.lines;
  });
  afterAll(() => receiver.close());

  test("continues the caller's trace with the route, the status, the model and the version", async () => {
    expect(receiver.spans.filter(({ traceId }) => traceId === TRACE)).toEqual([
      expect.objectContaining({
        name: ROUTE,
        kind: "server",
        parent: CALLER,
        failed: false,
        facts: {
          "http.request.method": "GET",
          "http.route": "/api/user/:id/prediccion",
          "http.response.status_code": 200,
          "despliega.model": "riesgo",
          "despliega.version": versionOf(1),
        },
      }),
    ]);
  });

  test("begins a trace where the caller has none, and probes get none", () => {
    const asked = receiver.spans.filter(({ kind }) => kind === "server");
    expect(asked.map(({ parent, facts }) => [parent, facts["http.response.status_code"]])).toEqual([
      [CALLER, 200],
      ["", 404],
    ]);
  });

  test("shows the opening of a release with what storage gave", async () => {
    const load = await receiver.span("load models");
    const open = await receiver.span("open release");
    expect(open).toMatchObject({
      traceId: load.traceId,
      parent: load.spanId,
      facts: { "despliega.model": "riesgo", "despliega.version": versionOf(1) },
    });
    const parts = receiver.spans.filter(({ parent }) => parent === open.spanId);
    expect(parts).toContainEqual(
      expect.objectContaining({
        name: "storage stream",
        kind: "client",
        facts: {
          "despliega.blob": "train_models/…/model.json",
          "despliega.bytes": expect.any(Number),
        },
      }),
    );
  });

  test("says which program it is, and sends what the receiver asks for", () => {
    expect(receiver.spans[0]?.program).toEqual({
      "service.name": "despliega-api",
      "service.version": expect.stringMatching(/^\d+\.\d+\.\d+/),
      "service.instance.id": expect.any(String),
      "deployment.environment.name": "test",
    });
    expect(receiver.requests[0]).toMatchObject({
      url: "/v1/traces",
      headers: { "api-key": "secret", "content-type": "application/x-protobuf" },
    });
  });

  test("never sends a key or a url", () => {
    for (const { body } of receiver.requests)
      for (const hidden of ["5008806", "404404", "detalle", "127.0.0.1"])
        expect(body.includes(hidden)).toBe(false);
  });

  test("names the trace in the line of the request", () => {
    const traces = log
      .filter(({ msg, route }) => msg === "request" && route !== "/healthz")
      .map(({ traceId }) => traceId);
    expect(traces).toEqual([TRACE, TRACE, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });
});

test("traces that nobody takes cost one line, and nothing else", async () => {
  const api = startApi({
    ...storage,
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:1",
    OTEL_EXPORTER_OTLP_TIMEOUT: "300",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  const url = await api.ready();
  const told = ({ msg }: { readonly msg?: string }) =>
    msg?.includes("traces do not reach") === true;
  await api.line(told);
  for (let asked = 0; asked < 3; asked++)
    expect(await (await fetch(`${url}${PATH}`)).text()).toBe('{"resultado":[0]}');
  api.child.kill();
  expect(await api.ended).toEqual({ code: 0, stderr: "" });
  expect(api.lines.filter(told)).toHaveLength(1);
});

test("OpenTelemetry is loaded with its settings only", async () => {
  const receiver = await startOtlpReceiver();
  const modulesOf = async (settings: NodeJS.ProcessEnv): Promise<readonly string[]> => {
    const loaded = await watchLoaded();
    const api = startApi({ ...storage, ...settings, ...loaded.settings });
    await api.ready();
    api.child.kill();
    await api.ended;
    // prom-client loads OpenTelemetry's interface, which does nothing by itself.
    return (await loaded.read()).modules.filter((path) => /@opentelemetry\/(?!api\/)/.test(path));
  };
  try {
    expect(await modulesOf({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint })).not.toEqual([]);
    expect(await modulesOf({})).toEqual([]);
  } finally {
    await receiver.close();
  }
});
