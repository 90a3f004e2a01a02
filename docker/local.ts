// `npm start`: storage, trainer and api composed on this machine, each its own process, with Azurite inside this one.
import { surviveOutput } from "@despliega/storage";

import { withLocalDefaults } from "./local/defaults.js";
import { fail } from "./local/fail.js";
import { withLocalKeys } from "./local/keys.js";
import { requireFreePort } from "./local/port.js";
import { prepare } from "./local/prepare.js";
import { serve } from "./local/serve.js";
import { readLocalSettings } from "./local/settings.js";
import { openLocalStorage } from "./local/storage.js";
import { stopOnSignal } from "./local/stop.js";
import { describe } from "./local/tell.js";
import { withoutUnreadNames } from "./local/unread.js";

const stop = stopOnSignal();
surviveOutput(() => void stop.now().then(() => process.exit(1)));
try {
  const given = withoutUnreadNames(withLocalDefaults(process.env));
  const settings = readLocalSettings(given);
  const { addresses, models } = settings;
  if (models.open.length > 0) await requireFreePort(addresses.open);
  if (models.sensitive.length > 0) await requireFreePort(addresses.sensitive, addresses.open.port);
  const { store, environment } = await openLocalStorage(settings, given, stop);
  const keyed = await withLocalKeys(environment, settings);
  const ready = await prepare(store, models, keyed, stop);
  const served = await serve(keyed, { ...settings, models: ready }, stop);
  await describe(store, served, settings.directory);
} catch (error) {
  await fail(error, stop);
}
