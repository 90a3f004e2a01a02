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

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
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
  }
}

resource apiKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(apiKeys)) {
  parent: vault
  name: 'api-keys'
  properties: {
    value: apiKeys
  }
}

resource pseudonymKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(pseudonymKeys)) {
  parent: vault
  name: 'pseudonym-keys'
  properties: {
    value: pseudonymKeys
  }
}

resource identityKeysSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(identityKeys)) {
  parent: vault
  name: 'identity-keys'
  properties: {
    value: identityKeys
  }
}

resource webhookSecretSecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(webhookSecret)) {
  parent: vault
  name: 'webhook-secret'
  properties: {
    value: webhookSecret
  }
}

resource predictionKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(predictionKey)) {
  parent: vault
  name: 'prediction-key'
  properties: {
    value: predictionKey
  }
}

output name string = vault.name
output secretsUri string = '${vault.properties.vaultUri}secrets'
