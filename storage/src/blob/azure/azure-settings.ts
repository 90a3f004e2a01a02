import type { AzureAccount } from "../../azure/account.js";

/** A container of a storage account, and the limit of its silence. */
export interface AzureSettings {
  readonly account: AzureAccount;
  readonly container: string;
  /** Seconds of silence after which an operation fails. */
  readonly timeoutSeconds: number;
}
