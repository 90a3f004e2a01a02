import { openThriftSession } from "@despliega/trainer/engine/spark/thrift-session.js";

import type { Cluster } from "./cluster.js";

/** The schemas of runs that are on a cluster. */
export const schemasOf = async ({ port }: Pick<Cluster, "port">): Promise<string[]> => {
  const patience = { connectSeconds: 20, statementSeconds: 120 };
  const session = await openThriftSession({ host: "127.0.0.1", port }, patience);
  const names: string[] = [];
  for await (const { rows, columns } of session.pages("SHOW SCHEMAS LIKE 'despliega_run_*'"))
    for (let row = 0; row < rows; row++)
      names.push(Buffer.from(columns[0]!.values[row] as Uint8Array).toString());
  await session.close();
  return names;
};
