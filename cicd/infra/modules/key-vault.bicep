metadata description = 'The key vault: hashes of the keys that the api takes, the keys of a model about persons, the key of recorded answers, and the secret of the webhook.'

param location string
param name string
param recover bool

@secure()
param apiKeys string

@secure()
param pseudonymKeys string

@secure()
param identityKeys string

@secure()
param webhookSecret string

@secure()
param predictionKey string

@description('Addresses, and ranges of four or more, that may reach it from outside of the network.')
param allowedAddresses string[]

@description('Ids of the subnets that may reach it.')
param allowedSubnets string[]

@description('Whether it answers outside of private endpoints: Enabled or Disabled.')
param publicAccess string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  // checkov:skip=CKV_AZURE_189:who deploys reaches it from listed addresses, and privateEndpoints closes it
  name: name
  location: location
  properties: {
    createMode: recover ? 'recover' : 'default'
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 7
    publicNetworkAccess: publicAccess
    networkAcls: {
      defaultAction: 'Deny'
      // A deployment of the infrastructure writes secrets.
      bypass: 'AzureServices'
      ipRules: [for address in allowedAddresses: {
        value: address
      }]
      virtualNetworkRules: [for subnet in allowedSubnets: {
        id: subnet
      }]
    }
  }
}

resource apiKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(apiKeys)) {
  // checkov:skip=CKV_AZURE_114:it is set below, which the check does not see behind a condition
  // checkov:skip=CKV_AZURE_41:it is rotated by hand, and one that expires by itself would stop what reads it
  parent: vault
  name: 'api-keys'
  properties: {
    contentType: 'text/plain'
    value: apiKeys
  }
}

resource pseudonymKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(pseudonymKeys)) {
  // checkov:skip=CKV_AZURE_114:it is set below, which the check does not see behind a condition
  // checkov:skip=CKV_AZURE_41:it is rotated by hand, and one that expires by itself would stop what reads it
  parent: vault
  name: 'pseudonym-keys'
  properties: {
    contentType: 'text/plain'
    value: pseudonymKeys
  }
}

resource identityKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(identityKeys)) {
  // checkov:skip=CKV_AZURE_114:it is set below, which the check does not see behind a condition
  // checkov:skip=CKV_AZURE_41:it is rotated by hand, and one that expires by itself would stop what reads it
  parent: vault
  name: 'identity-keys'
  properties: {
    contentType: 'text/plain'
    value: identityKeys
  }
}

resource webhookSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSecret)) {
  // checkov:skip=CKV_AZURE_114:it is set below, which the check does not see behind a condition
  // checkov:skip=CKV_AZURE_41:it is rotated by hand, and one that expires by itself would stop what reads it
  parent: vault
  name: 'webhook-secret'
  properties: {
    contentType: 'text/plain'
    value: webhookSecret
  }
}

resource predictionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(predictionKey)) {
  // checkov:skip=CKV_AZURE_114:it is set below, which the check does not see behind a condition
  // checkov:skip=CKV_AZURE_41:it is rotated by hand, and one that expires by itself would stop what reads it
  parent: vault
  name: 'prediction-key'
  properties: {
    contentType: 'text/plain'
    value: predictionKey
  }
}

output name string = vault.name
output secretsUri string = '${vault.properties.vaultUri}secrets'
