import { memoryTableStore } from "@despliega/storage";

import { describeTableStore } from "./table-store.suite.js";

describeTableStore("in memory", async () => memoryTableStore());
