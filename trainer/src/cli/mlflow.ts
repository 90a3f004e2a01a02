import { listVersions, SettingInvalid } from "@despliega/storage";
import { Argument } from "commander";

import { mlflowClient } from "../release/mlflow/client.js";
import { sync } from "../release/mlflow/sync.js";
import { knownModel } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";

/** `mlflow sync <model>`: brings the releases that MLflow does not have, and moves its alias to the champion. */
export const mlflowCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("mlflow")
    .addArgument(new Argument("<action>", "what to do").choices(["sync"]))
    .argument("<model>", "the model")
    .description(
      "bring MLflow the releases that it does not have, oldest first, and move its alias to the champion",
    )
    .addHelpText("after", examples("mlflow sync riesgo"))
    .action(async (_action: string, name: string) => {
      const { name: model } = knownModel(name, settings);
      const { mlflow } = settings;
      if (mlflow === undefined)
        throw new SettingInvalid({ name: "MLFLOW_TRACKING_URI", problem: "must be set" });
      const client = mlflowClient(mlflow);
      const run = { verb: "mlflow", model, parameters: { to: mlflow.url.host } };
      await recorded(context, run, async (store, note) => {
        const versions = await listVersions(store, model);
        const { container } = settings.storage;
        let brought = 0;
        await sync(client, { store, container, model }, versions, (version, { number, page }) => {
          brought += 1;
          progress.row(() => `${version}  version ${number}  ${page}`, { version, number, page });
        });
        note({ verdicts: [{ brought, releases: versions.length }] });
        progress.result(
          `MLflow has all ${versions.length} releases of ${model}; ${brought} are new.`,
          {
            model,
            releases: versions.length,
            brought,
          },
        );
      });
    });
};
