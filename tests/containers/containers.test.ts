import type { BlobStore } from "@despliega/storage";
import { models } from "@despliega/trainer/model/catalogue.js";
import { beforeAll, jest } from "@jest/globals";

import { ROOT } from "../repository/files.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { needing } from "../support/needing.js";
import { describeApi } from "./api.suite.js";
import { describeCompose } from "./compose.suite.js";
import { build } from "./image.js";
import { describeImages } from "./images.suite.js";
import { tool } from "./tool.js";
import { describeTrainer } from "./trainer.suite.js";

// One file, because the images are built once: the first time, an installation of everything for each.
jest.setTimeout(900_000);

needing("docker or podman", tool !== undefined).describe("the images", () => {
  const container = newContainer();
  const settings = () => ({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
  });
  let store: BlobStore;

  beforeAll(async () => {
    await build("api");
    await build("trainer");
    store = await azuriteStore({ container });
    for (const { name, inputs, privacy } of models())
      if (privacy === "open")
        for (const { dataset } of inputs)
          await store.create(`input/${name}/${dataset}`, {
            file: `${ROOT}data/${name}/${dataset}`,
          });
  });

  describeImages();
  describeTrainer(() => store, settings);
  describeApi(settings);
  describeCompose();
});
