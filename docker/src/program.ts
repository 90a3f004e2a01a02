// `despliega`: the commands of the trainer, and `start`.
import { runCommandLine } from "@despliega/trainer/cli/run.js";

import { startCommand } from "./start/command.js";

await runCommandLine([startCommand]);
