metadata description = 'The alerts: a run failed, a verdict is bad, the api answers with 5xx, slowly or not at all, it refuses requests, a model cannot take its newest release, features are stale, or answers are not recorded.'

param location string
param email string
param apiId string
param jobIds string[]
param availabilityTestId string
param insightsId string
param workspaceId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'despliega'
  location: 'global'
  properties: {
    groupShortName: 'despliega'
    enabled: true
    emailReceivers: [
      {
        name: 'email'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource failedTraining 'Microsoft.Insights/metricAlerts@2018-03-01' = [for jobId in jobIds: {
  name: 'despliega-${last(split(jobId, '/'))}-failed'
  location: 'global'
  properties: {
    description: 'A run failed, its release was held back by its gates, or the verdict on a model is bad.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [jobId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'failed'
          metricNamespace: 'Microsoft.App/jobs'
          metricName: 'Executions'
          dimensions: [
            {
              name: 'state'
              operator: 'Include'
              values: ['Failed']
            }
          ]
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}]

resource serverErrors 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'despliega-api-5xx'
  location: 'global'
  properties: {
    description: 'The api answered more than ten requests with 5xx within five minutes.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [apiId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: '5xx'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: 'Http5xx'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 10
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource slow 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'despliega-api-slow'
  location: 'global'
  properties: {
    description: 'The api took a second for an answer, on average over a quarter of an hour.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [apiId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'slow'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: 'HttpResponseTime'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 1
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

// What the api says in its log: words that a line holds, and how many such lines in a quarter of an hour are too many.
var watchedLines = [
  {
    name: 'refresh'
    description: 'A model cannot take its newest release, or storage is away.'
    words: '"msg":"refresh failed'
    most: 0
  }
  {
    name: 'overload'
    description: 'The api refused more than ten requests as it has too much to do or is not ready.'
    words: '"status":503'
    most: 10
  }
  {
    name: 'features'
    description: 'The features of a model are older than it allows.'
    words: '"msg":"features are older'
    most: 0
  }
  {
    name: 'recording'
    description: 'Answers were dropped instead of recorded.'
    words: '"msg":"answers are dropped'
    most: 0
  }
  {
    name: 'traces'
    description: 'Spans do not reach Application Insights.'
    words: '"msg":"traces do not reach'
    most: 0
  }
]

resource lines 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for watched in watchedLines: {
  name: 'despliega-api-${watched.name}'
  location: location
  kind: 'LogAlert'
  properties: {
    displayName: 'despliega-api-${watched.name}'
    description: watched.description
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'AppServiceConsoleLogs | where ResultDescription contains \'${watched.words}\''
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: watched.most
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: [people.id]
    }
  }
}]

resource unreachable 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'despliega-api-unreachable'
  location: 'global'
  properties: {
    description: 'The api is not ready, seen from two places at least.'
    severity: 1
    enabled: true
    autoMitigate: true
    scopes: [availabilityTestId, insightsId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: availabilityTestId
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: people.id }]
  }
}
