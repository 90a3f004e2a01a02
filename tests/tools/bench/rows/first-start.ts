import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { firstUser } from "../lib/first-user.js";
import { freePort } from "../lib/free-port.js";
import type { Row } from "../lib/row.js";
import { startServer } from "../lib/server.js";
import type { Workbench } from "../lib/workbench.js";
import { ROOT } from "../../../repository/files.js";

const most = 45;

/** The first `npm start` ever, until a user's features and prediction are answered. */
export const firstStartRows = async (bench: Workbench): Promise<Row[]> => {
  const directory = join(bench.folder, "first-start");
  await mkdir(directory);
  const port = await freePort();
  const user = `http://127.0.0.1:${port}/api/user/${await firstUser(join(ROOT, "data/riesgo/loans.csv"))}`;
  bench.say("first-start: npm start");
  const started = performance.now();
  const server = await startServer({
    command: "npm",
    args: ["start"],
    env: {
      PORT: `${port}`,
      DESPLIEGA_DIRECTORY: join(directory, "store"),
      AZURE_STORAGE_CONNECTION_STRING: "",
    },
    readyUrl: `${user}/caracteristicasriesgo`,
    log: join(directory, "log.txt"),
    deadline: 600,
  });
  try {
    const { status } = await fetch(`${user}/prediccion`);
    if (status !== 200) throw new Error(`the prediction answers ${status}`);
    const seconds = (performance.now() - started) / 1000;
    return [
      {
        name: "the first `npm start`, until a user's features and prediction are answered",
        ours: `${seconds.toFixed(1)} s`,
        peer: "",
        target: `≤ ${most} s`,
        met: seconds <= most,
      },
    ];
  } finally {
    await server.stop();
  }
};
