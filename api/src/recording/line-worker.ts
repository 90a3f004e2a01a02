import { parentPort, workerData } from "node:worker_threads";

import { openStore } from "@despliega/storage";

import { lineKeeper } from "./line-keeper.js";
import type { LineThreadSettings } from "./line-thread.js";
import type { ToKeeper } from "./messages.js";

const { predictions, ...settings } = workerData as LineThreadSettings;
const keep = lineKeeper({
  ...settings,
  store: await openStore(predictions),
  tell: (message) => parentPort!.postMessage(message, []),
});
parentPort!.on("message", (message: ToKeeper) => keep(message));
