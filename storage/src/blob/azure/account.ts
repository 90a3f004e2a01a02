/** The way to reach a storage account of Azure. A url without a key uses the managed identity. */
export type AzureAccount =
  | { readonly connectionString: string }
  | { readonly url: string; readonly key?: string | undefined };

/** A container of a storage account, and the limit of its silence. */
export interface AzureSettings {
  readonly account: AzureAccount;
  readonly container: string;
  /** Seconds of silence after which an operation fails. */
  readonly timeoutSeconds: number;
}
