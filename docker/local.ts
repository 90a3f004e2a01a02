// `npm start`: the containers of compose.yaml as processes of this machine, with Azurite inside this one.
import { DespliegaError } from "@despliega/storage";

import { startApi } from "./local/api.js";
import { offerInput } from "./local/input.js";
import { requireFreePort } from "./local/port.js";
import { openLocalStorage } from "./local/storage.js";
import { stopOnSignal } from "./local/stop.js";
import { describe } from "./local/tell.js";
import { trainUnlessThere } from "./local/train.js";

const stop = stopOnSignal();
try {
  await requireFreePort(process.env);
  const { store, environment } = await openLocalStorage(process.env, stop);
  await offerInput(store);
  const champion = await trainUnlessThere(store, environment, stop);
  const url = await startApi(environment, stop);
  await describe(store, champion, url);
} catch (error) {
  await stop.now();
  if (stop.requested) process.exit(0);
  if (!(error instanceof DespliegaError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exit(1);
}
