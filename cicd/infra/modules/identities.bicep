metadata description = 'One identity each for the api, the trainer and the monitor, so that each gets only its own rights.'

param location string

resource api 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'despliega-api'
  location: location
}

resource trainer 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'despliega-trainer'
  location: location
}

resource monitor 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'despliega-monitor'
  location: location
}

output api object = {
  id: api.id
  clientId: api.properties.clientId
  principalId: api.properties.principalId
}

output trainer object = {
  id: trainer.id
  name: trainer.name
  clientId: trainer.properties.clientId
  principalId: trainer.properties.principalId
}

output monitor object = {
  id: monitor.id
  clientId: monitor.properties.clientId
  principalId: monitor.properties.principalId
}
