import type { EndReason } from "../http/server/server.js";
import type { Metrics } from "./metrics.js";

/** Makes the function that counts the connections which the server ends, by reason. */
export const countEnds = (metrics: Metrics): ((reason: EndReason) => void) => {
  const counts: Record<EndReason, number> = { connections: 0, "slow-reader": 0 };
  metrics.add({
    name: "despliega_connections_ended_total",
    type: "counter",
    help: "Connections that the server ended: beyond the most that may be open, or of callers who did not read.",
    labels: ["reason"],
    read: () => Object.entries(counts).map(([reason, value]) => ({ labels: { reason }, value })),
  });
  return (reason) => void counts[reason]++;
};
