metadata description = 'A look from outside, every five minutes, at whether the api is ready.'

param location string
param apiHostName string
param insightsId string

resource availabilityTest 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'despliega-ready'
  location: location
  kind: 'standard'
  // The portal shows a test beside the component that this tag names.
  tags: { 'hidden-link:${insightsId}': 'Resource' }
  properties: {
    Name: 'despliega-ready'
    SyntheticMonitorId: 'despliega-ready'
    Kind: 'standard'
    Enabled: true
    Frequency: 300
    Timeout: 30
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'emea-ru-msa-edge' }, { Id: 'us-va-ash-azr' }]
    Request: {
      HttpVerb: 'GET'
      RequestUrl: 'https://${apiHostName}/readyz'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

output id string = availabilityTest.id
