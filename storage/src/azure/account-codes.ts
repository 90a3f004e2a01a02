/** The meaning of an answer of the account. */
export type Meaning =
  /** Another writer was faster: read again and decide again. */
  | "changed"
  | "no blob"
  | "no container"
  /** Transient: the same request may succeed soon. */
  | "wait"
  /** Permanent: somebody has to change something first. */
  | "refused";

/** A code of Azure Storage: the statuses that it comes with, what it means, and what the user can do. */
export interface AccountCode {
  readonly statuses: readonly number[];
  readonly means: Meaning;
  /** Follows the code on the line that the user sees. docs/storage-errors.md shows it too. */
  readonly cure: string;
}

const code = (statuses: number | readonly number[], means: Meaning, cure: string): AccountCode => ({
  statuses: typeof statuses === "number" ? [statuses] : statuses,
  means,
  cure,
});

const CHANGED = "read again and decide again";
const LEASED =
  "another program holds a lease: end it with `az storage blob lease break`, or wait until it ends";
const KEPT =
  "a retention rule or legal hold keeps the blob as it is: take champion.json, ledger.jsonl and prune.json out of it";
const NOT_UNDERSTOOD =
  "the account does not understand the request: check for a proxy that changes it, or an emulator that is too old";
const NAME = "the name is not allowed: check DESPLIEGA_CONTAINER_NAME and the account's url";
const VAULT =
  "the account cannot use its own key in the key vault: check that key, the vault's firewall and the account's identity";
const SAS =
  "make a shared access signature for the blob and the table service, with resource types container and object";

/**
 * The answers of Azure Storage to our requests, by code. The list follows the published tables of the codes of all services,
 * of the blob service and of the table service, as far as they apply to our operations.
 */
export const ACCOUNT_CODES = {
  // Another writer was faster.
  AppendPositionConditionNotMet: code(412, "changed", CHANGED),
  BlobAlreadyExists: code(409, "changed", CHANGED),
  ConditionNotMet: code(412, "changed", CHANGED),
  InvalidBlockList: code(400, "changed", CHANGED),
  ResourceAlreadyExists: code(409, "changed", CHANGED),

  // It does not exist.
  BlobNotFound: code(404, "no blob", "check the name"),
  ContainerNotFound: code(
    404,
    "no container",
    "make it, train a model with credentials that may, or check DESPLIEGA_CONTAINER_NAME",
  ),

  EntityNotFound: code(404, "refused", "the row is not there: check the name"),
  TableNotFound: code(
    404,
    "refused",
    "make the table, or run any command with credentials that may make it",
  ),

  // Transient.
  AccountBeingCreated: code(409, "wait", "the account is being made: try again in a minute"),
  ContainerBeingDeleted: code(
    409,
    "wait",
    "a container of that name is being deleted: try again in a minute",
  ),
  InternalError: code(500, "wait", "the account failed: try again"),
  InvalidOperation: code(
    400,
    "wait",
    "the emulator does not take the bytes, as when they changed on their way: try again",
  ),
  Md5Mismatch: code(400, "wait", "the bytes changed on their way: try again, and check the line"),
  OperationTimedOut: code(500, "wait", "the account took too long: try again"),
  ServerBusy: code(
    503,
    "wait",
    "the account is throttled or busy: try again later, and with fewer programs at once",
  ),
  SystemInUse: code(409, "wait", "the account itself uses the blob: try again in a minute"),
  TableBeingDeleted: code(
    409,
    "wait",
    "a table of that name is being deleted: try again in a minute",
  ),
  TooManyRequests: code(
    429,
    "wait",
    "the account is throttled: try again later, and with fewer programs at once",
  ),

  // Not authenticated.
  AuthenticationFailed: code(
    403,
    "refused",
    "check the key or the signature and its expiry, and this machine's clock",
  ),
  InvalidAuthenticationInfo: code(
    [400, 401],
    "refused",
    "the token or the authorization header is not valid: check the identity, its tenant and this machine's clock",
  ),
  KeyBasedAuthenticationNotPermitted: code(
    403,
    "refused",
    "the account forbids keys: set DESPLIEGA_STORAGE_ACCOUNT_URL alone and use a managed identity",
  ),
  NoAuthenticationInformation: code(
    401,
    "refused",
    "the request has no credentials: set a connection string, a key or an identity",
  ),
  PublicAccessNotPermitted: code(
    409,
    "refused",
    "the account forbids access without credentials: set a connection string, a key or an identity",
  ),
  ResourceNotFound: code(
    404,
    "refused",
    "the account shows nothing there to this caller: check the url and that credentials are set",
  ),

  // Not authorised.
  AccountIsDisabled: code(
    403,
    "refused",
    "the account is disabled: have its subscription or the account enabled",
  ),
  AuthorizationFailure: code(
    403,
    "refused",
    "check the account's firewall and private endpoints for this machine's address, then the rights of the key or signature",
  ),
  AuthorizationPermissionMismatch: code(
    403,
    "refused",
    "the role or signature lacks the right: Storage Blob and Table Data Contributor or racwdlu for trainers, Blob Data Reader or rl for apis",
  ),
  AuthorizationProtocolMismatch: code(
    403,
    "refused",
    "the signature is for https only: use an https url",
  ),
  AuthorizationResourceTypeMismatch: code(403, "refused", SAS),
  AuthorizationServiceMismatch: code(403, "refused", SAS),
  AuthorizationSourceIPMismatch: code(
    403,
    "refused",
    "the signature is for other addresses than this machine's: make one that includes it",
  ),
  InsufficientAccountPermissions: code(
    403,
    "refused",
    "the account takes no such request: look for a lock, a failover or a suspended subscription",
  ),
  KeyVaultAccessTokenCannotBeAcquired: code(403, "refused", VAULT),
  KeyVaultEncryptionKeyNotFound: code(403, "refused", VAULT),
  KeyVaultVaultNotFound: code(403, "refused", VAULT),
  UnauthorizedBlobOverwrite: code(
    403,
    "refused",
    "the signature may create blobs and not replace them: make one with w",
  ),

  // The blob or the container is protected.
  BlobArchived: code(409, "refused", "the blob is in the archive tier: move it to hot"),
  BlobBeingRehydrated: code(
    409,
    "refused",
    "the blob is on its way out of the archive tier: wait until it is there",
  ),
  BlobImmutableDueToLegalHold: code(409, "refused", KEPT),
  BlobImmutableDueToPolicy: code(409, "refused", KEPT),
  BlobUsesCustomerSpecifiedEncryption: code(
    409,
    "refused",
    "the blob is encrypted with a key of its own: write it again without one",
  ),
  BlockCountExceedsLimit: code(
    409,
    "refused",
    "the blob has all the blocks that a blob may have: move it away",
  ),
  ContainerDisabled: code(409, "refused", "the container is disabled: have it enabled"),
  ContainerHasLegalHold: code(409, "refused", KEPT),
  ContainerImmutabilityPolicyLocked: code(409, "refused", KEPT),
  LeaseIdMismatchWithBlobOperation: code(412, "refused", LEASED),
  LeaseIdMissing: code(412, "refused", LEASED),
  LeaseLost: code(412, "refused", LEASED),
  PendingCopyOperation: code(
    409,
    "refused",
    "the blob is being copied to: wait until that has ended, or abort the copy",
  ),
  SnapshotsPresent: code(
    [400, 409],
    "refused",
    "the blob has snapshots that cannot go with it: delete them",
  ),

  // It is of another kind than ours.
  BlobOperationNotSupported: code(
    409,
    "refused",
    "the blob was written through another interface of the account: delete it",
  ),
  FeatureVersionMismatch: code(
    409,
    "refused",
    "the blob was written with a newer feature: delete it, or write it again",
  ),
  InvalidBlobType: code(
    409,
    "refused",
    "the blob is of another type than Despliega writes there: delete it or move it away",
  ),
  ResourceTypeMismatch: code(409, "refused", "a folder has that name: delete it or move it away"),

  // The account does not accept such a request.
  AccountRequiresHttps: code(400, "refused", "the account takes https only: use an https url"),
  ConditionHeadersNotSupported: code(400, "refused", NOT_UNDERSTOOD),
  EmptyMetadataKey: code(400, "refused", NOT_UNDERSTOOD),
  InvalidBlobOrBlock: code(400, "refused", NOT_UNDERSTOOD),
  InvalidBlockId: code(400, "refused", NOT_UNDERSTOOD),
  InvalidHeaderValue: code(
    400,
    "refused",
    "the account does not know the version of the protocol: update the emulator, or start it with --skipApiVersionCheck",
  ),
  InvalidHttpVerb: code(400, "refused", NOT_UNDERSTOOD),
  InvalidInput: code(400, "refused", NOT_UNDERSTOOD),
  InvalidMd5: code(400, "refused", NOT_UNDERSTOOD),
  InvalidMetadata: code(400, "refused", NOT_UNDERSTOOD),
  InvalidQueryParameterValue: code(400, "refused", NOT_UNDERSTOOD),
  InvalidResourceName: code(400, "refused", NAME),
  InvalidUri: code(400, "refused", NAME),
  InvalidXmlDocument: code(400, "refused", NOT_UNDERSTOOD),
  InvalidXmlNodeValue: code(400, "refused", NOT_UNDERSTOOD),
  MetadataTooLarge: code(400, "refused", NOT_UNDERSTOOD),
  MissingRequiredHeader: code(400, "refused", NOT_UNDERSTOOD),
  MissingRequiredQueryParameter: code(400, "refused", NOT_UNDERSTOOD),
  MissingRequiredXmlNode: code(400, "refused", NOT_UNDERSTOOD),
  MultipleConditionHeadersNotSupported: code(400, "refused", NOT_UNDERSTOOD),
  OutOfRangeInput: code(400, "refused", NAME),
  OutOfRangeQueryParameterValue: code(400, "refused", NOT_UNDERSTOOD),
  RequestUrlFailedToParse: code(400, "refused", NAME),
  TlsVersionNotPermitted: code(
    400,
    "refused",
    "the account takes newer versions of TLS only: check for a proxy that speaks an old one",
  ),
  UnsupportedHeader: code(400, "refused", NOT_UNDERSTOOD),
  UnsupportedQueryParameter: code(400, "refused", NOT_UNDERSTOOD),
  UnsupportedXmlNode: code(400, "refused", NOT_UNDERSTOOD),
} as const satisfies Readonly<Record<string, AccountCode>>;

/** Details that the account adds to `AuthenticationFailed` in its text, and what the user can do. */
export const AUTHENTICATION_DETAILS: readonly {
  readonly detail: string;
  readonly cure: string;
}[] = [
  {
    detail: "Signature not valid in the specified time frame",
    cure: "the shared access signature has expired or is not valid yet: make a new one, and check this machine's clock",
  },
  {
    detail: "Request date header too old",
    cure: "this machine's clock is wrong by more than a quarter of an hour: set it",
  },
  {
    detail: "Signature did not match",
    cure: "the shared access signature is cut short, altered or made with a key that was changed: make a new one",
  },
  {
    detail: "The MAC signature found in the HTTP request",
    cure: "the key is not one of the account's: copy it again",
  },
  {
    detail: "validation failed",
    cure: "the token is for another tenant or service, or has expired: check the identity",
  },
];
