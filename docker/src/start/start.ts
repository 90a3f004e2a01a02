import { surviveOutput } from "@despliega/storage";

import { withLocalDefaults } from "./defaults.js";
import { fail } from "./fail.js";
import { withLocalKeys } from "./keys.js";
import { requireFreePort } from "./port.js";
import { prepare } from "./prepare.js";
import { serve } from "./serve.js";
import { withSigningKey } from "./signing-key.js";
import { readLocalSettings } from "./settings.js";
import { openLocalStorage } from "./storage.js";
import { stopOnSignal } from "./stop.js";
import { printSummary } from "./summary.js";
import { withoutUnreadNames } from "./unread.js";

/**
 * Composes storage, trainer and api on this machine, each a process of its own. Resolves when everything is served; a
 * failure ends the process, after all that was started.
 */
export const start = async (): Promise<void> => {
  const stop = stopOnSignal();
  surviveOutput(() => void stop.now().then(() => process.exit(1)));
  try {
    const given = withoutUnreadNames(withLocalDefaults(process.env));
    const settings = readLocalSettings(given);
    const { addresses, models } = settings;
    if (models.open.length > 0) await requireFreePort(addresses.open);
    if (models.sensitive.length > 0)
      await requireFreePort(addresses.sensitive, addresses.open.port);
    const { store, environment } = await openLocalStorage(settings, given, stop);
    const keyed = await withSigningKey(await withLocalKeys(environment, settings), settings, store);
    const ready = await prepare(store, models, keyed, stop);
    const served = await serve(keyed, { ...settings, models: ready }, stop);
    await printSummary(store, served, settings.directory);
  } catch (error) {
    await fail(error, stop);
  }
};
