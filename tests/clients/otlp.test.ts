import { afterAll, beforeAll, expect, jest } from "@jest/globals";

import { startApi } from "../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { startOtlpReceiver, type OtlpReceiver } from "../support/otlp-receiver.js";
import { promoteTiny } from "../support/release.js";
import { PYTHON, runScript, SETTING } from "./python.js";

jest.setTimeout(120_000);

let receiver: OtlpReceiver;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
afterAll(() => receiver.close());

needing(SETTING.clients, PYTHON.clients !== undefined).test(
  "OpenTelemetry's protocol buffers read in spans what the receiver of the tests does",
  async () => {
    const container = newContainer();
    await promoteTiny(await azuriteStore({ container }));
    const api = startApi({
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: container,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
    });
    const url = await api.ready();
    for (const id of [5008806, 1]) await fetch(`${url}/api/user/${id}/prediccion`);
    api.child.kill();
    await api.ended;

    const bodies = receiver.requests.map(({ body }) => body.toString("base64"));
    const read = await runScript<readonly object[]>("clients", "otlp_spans.py", { bodies });
    expect(receiver.spans.length).toBeGreaterThan(5);
    expect(read).toEqual(
      receiver.spans.map(({ name, traceId, spanId, parent, facts, program, failed }) => {
        return { name, traceId, spanId, parent, facts, program, failed, late: false };
      }),
    );
  },
);
