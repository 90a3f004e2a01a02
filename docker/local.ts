// `npm start`: storage, trainer and api composed on this machine, each its own process, with Azurite inside this one.
import { startApi } from "./local/api.js";
import { withLocalDefaults } from "./local/defaults.js";
import { fail } from "./local/fail.js";
import { offerInput } from "./local/input.js";
import { requireFreePort } from "./local/port.js";
import { readLocalSettings } from "./local/settings.js";
import { openLocalStorage } from "./local/storage.js";
import { stopOnSignal } from "./local/stop.js";
import { describe } from "./local/tell.js";
import { trainUnlessThere } from "./local/train.js";

const stop = stopOnSignal();
try {
  const given = withLocalDefaults(process.env);
  const settings = readLocalSettings(given);
  await requireFreePort(settings);
  const { store, environment } = await openLocalStorage(settings, given, stop);
  await offerInput(store);
  const champion = await trainUnlessThere(store, environment, stop);
  const url = await startApi(environment, settings, stop);
  await describe(store, champion, url, settings.directory);
} catch (error) {
  await fail(error, stop);
}
