metadata description = 'The key that signs releases, which never leaves the vault, and the right of the trainer to sign with it.'

param keyVaultName string
param trainerPrincipalId string

// Built-in roles have the same ids in every tenant.
var keyVaultCryptoUser = '12338af0-0e69-4776-bea7-57ae8d297424'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

resource key 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  // checkov:skip=CKV_AZURE_40:it is rotated by hand, and one that expires by itself would stop every training
  // checkov:skip=CKV_AZURE_112:a vault of the standard size keeps keys in software; none of them can be exported
  parent: vault
  name: 'releases'
  properties: {
    kty: 'EC'
    curveName: 'P-256'
    keyOps: ['sign', 'verify']
  }
}

resource trainerSigns 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: key
  name: guid(key.id, trainerPrincipalId, keyVaultCryptoUser)
  properties: {
    principalId: trainerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultCryptoUser)
  }
}

output keyUrl string = key.properties.keyUri
