metadata description = 'The registry of the two images.'

param location string
param name string

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  // checkov:skip=CKV_AZURE_139:this size has no network rules; images hold no secret, and pulling one takes a token
  // checkov:skip=CKV_AZURE_163:the pipelines scan images before they run
  // checkov:skip=CKV_AZURE_166:the pipelines scan images before they run, and run them by digest
  name: name
  location: location
  sku: { name: 'Basic' }
  properties: {
    adminUserEnabled: false
  }
}

output name string = registry.name
output loginServer string = registry.properties.loginServer
