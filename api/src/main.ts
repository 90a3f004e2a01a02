import { azureBlobStore } from "@despliega/storage";

import { createApp } from "./app.js";
import { readConfig } from "./config.js";
import { exitWith, onStopSignal } from "./exit.js";
import { listen, stop, urlOf } from "./listen.js";
import { createLogger } from "./logger.js";
import { createReleases } from "./releases.js";

try {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const store = azureBlobStore(config.storage);
  const releases = createReleases({ ...config, store, logger });

  const server = await listen(createApp({ releases, logger }), config);
  onStopSignal(() => stop(server));
  logger.info({ url: urlOf(server), storage: store.url }, "listening");

  await releases.load();
  logger.info("ready");
} catch (error) {
  exitWith(error);
}
