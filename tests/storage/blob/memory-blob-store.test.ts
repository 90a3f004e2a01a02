import { memoryBlobStore } from "@despliega/storage";

import { describeBlobStore } from "./blob-store.suite.js";

describeBlobStore("in memory", async () => memoryBlobStore());
