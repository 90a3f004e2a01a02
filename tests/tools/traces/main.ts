import { Command } from "commander";

import { startAzurite } from "@despliega/storage/azurite";

import { ROOT } from "../../repository/files.js";
import { startApi } from "../../support/api-process.js";
import { startOtlpReceiver } from "../../support/otlp-receiver.js";
import { startTrainer } from "../faults/lib/trainer-process.js";
import { runTool } from "../tool.js";
import { treeOf } from "./tree.js";

const program = new Command("node tests/dist/tools/traces/main.js").description(
  "Trains riesgo on its sample, serves it, asks once, and prints the traces, milliseconds first.",
);

const main = async (): Promise<number> => {
  const [azurite, receiver] = [await startAzurite(), await startOtlpReceiver()];
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
  };
  try {
    const { code } = await startTrainer(settings, `${ROOT}data/riesgo/loans.csv`).ended;
    const api = startApi(settings);
    const url = await api.ready();
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    await fetch(`${url}/api/user/5008806/prediccion`, { headers: { traceparent } });
    api.child.kill();
    await api.ended;
    const ids = new Set(receiver.spans.map(({ traceId }) => traceId));
    for (const id of ids)
      process.stdout.write(`${treeOf(receiver.spans.filter(({ traceId }) => traceId === id))}\n\n`);
    return code ?? 1;
  } finally {
    await receiver.close();
    await azurite.close();
  }
};

await runTool(program, main);
