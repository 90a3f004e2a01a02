"""Reads requests to an OTLP receiver, in base64, by OpenTelemetry's protocol buffers, and writes their spans as JSON."""

import base64
import json
import sys

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


def value_of(value):
    kind = value.WhichOneof("value")
    return getattr(value, kind)


def facts_of(attributes):
    return {attribute.key: value_of(attribute.value) for attribute in attributes}


def spans_of(body):
    request = ExportTraceServiceRequest()
    request.ParseFromString(base64.b64decode(body))
    for resource in request.resource_spans:
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield {
                    "name": span.name,
                    "traceId": span.trace_id.hex(),
                    "spanId": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "facts": facts_of(span.attributes),
                    "program": facts_of(resource.resource.attributes),
                    "failed": span.status.code == span.status.STATUS_CODE_ERROR,
                    "late": span.end_time_unix_nano < span.start_time_unix_nano,
                }


given = json.load(sys.stdin)
json.dump([span for body in given["bodies"] for span in spans_of(body)], sys.stdout)
