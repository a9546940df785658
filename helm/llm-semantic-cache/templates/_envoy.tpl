{{/* What every Envoy needs to ask the cache: made from `extProc` of the values, for all modes. */}}

{{/* The filter's typed_config. Of the root, "cluster" (the name of the cluster below) and "paced", or none. */}}
{{- define "llm-semantic-cache.extProcFilter" -}}
{{- $ep := .root.Values.extProc -}}
'@type': type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor
stat_prefix: semantic_cache
grpc_service: { envoy_grpc: { cluster_name: {{ .cluster }} } }
# Without the cache everything goes on as if it had never been there.
failure_mode_allow: {{ $ep.failOpen }}
# Longest wait for the cache at each step; its own lookup budget is shorter ({{ int $ep.lookupBudgetMs }} ms).
{{- if .paced }} On the first
# route it counts for the response only.
{{- end }}
message_timeout: {{ include "llm-semantic-cache.seconds" $ep.messageTimeoutMs }}
# How far the cache may extend that for one request, to wait for an identical one (`coalesce`).
max_message_timeout: {{ include "llm-semantic-cache.seconds" $ep.maxMessageTimeoutMs }}
# Bodies stay with Envoy unless the cache asks for one: requests that it may answer, responses
# that it may keep. Do not raise these two: BUFFERED would turn large prompts into 413s.
allow_mode_override: true
processing_mode:
  request_header_mode: SEND
  request_body_mode: NONE
  request_trailer_mode: SKIP
  response_header_mode: SEND
  response_body_mode: NONE
  response_trailer_mode: SKIP
# Tells the upstream's answers from Envoy's own replies, which are never kept.
response_attributes: [response.code_details]
{{- with $ep.requestAttributes }}
# For policies that ask who calls.
request_attributes: {{ toJson . }}
{{- end }}
{{- end -}}

{{/* The cluster of the cache. Of the root, "cluster" (its name), "address" (Envoy's Address, as a map or in YAML) and "paced", or none. */}}
{{- define "llm-semantic-cache.extProcCluster" -}}
{{- $ep := .root.Values.extProc -}}
name: {{ .cluster }}
type: STATIC
connect_timeout: {{ include "llm-semantic-cache.seconds" $ep.connectTimeoutMs }}
{{- if .paced }}
# A cache that is known to be down is not asked, and calls pass without it; without this each one with a body would be
# a 500.
health_checks:
  - timeout: 0.5s
    interval: 0.5s
    no_traffic_interval: 0.5s
    unhealthy_threshold: 2
    healthy_threshold: 1
    grpc_health_check: {}
# An unhealthy cache is not asked even when there is no other.
common_lb_config: { healthy_panic_threshold: { value: 0 } }
{{- end }}
# Each request in flight holds one stream, for as long as its answer streams by.
circuit_breakers: { thresholds: [{ max_pending_requests: {{ int $ep.maxConcurrent }}, max_requests: {{ int $ep.maxConcurrent }} }] }
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    '@type': type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    # A new connection before the limit of Node's HTTP/2 server on resets of streams.
    common_http_protocol_options: { max_requests_per_connection: {{ int $ep.callsPerConnection }} }
    {{- if .paced }}
    # A cache that hangs loses its connections, or the calls that it holds would wait for as long as it does.
    explicit_http_config: { http2_protocol_options: { connection_keepalive: { interval: 1s, timeout: 2s } } }
    {{- else }}
    explicit_http_config: { http2_protocol_options: {} }
    {{- end }}
load_assignment:
  cluster_name: {{ .cluster }}
  endpoints:
    - lb_endpoints:
        - endpoint: { address: {{ kindIs "string" .address | ternary .address (toJson .address) }} }
{{- end -}}
