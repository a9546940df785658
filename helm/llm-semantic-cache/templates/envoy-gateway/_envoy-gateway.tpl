{{/* Mode envoy-gateway: the cache as a service, and the policies by which Envoy Gateway has its proxies ask it. */}}

{{/* The section `listen` of the cache's configuration. */}}
{{- define "llm-semantic-cache.envoyGateway.listen" -}}
address: {{ printf "%s:50051" .Values.cache.adminHost | quote }}
{{- with .Values.envoyGateway.tls }}
{{- if .enabled }}
tls:
  cert-file: /etc/llm-semantic-cache/tls/tls.crt
  key-file: /etc/llm-semantic-cache/tls/tls.key
  {{- if .clientCaSecretName }}
  client-ca-file: /etc/llm-semantic-cache/tls/client-ca.crt
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Where these files come from: sources of the projected volume, or nothing. */}}
{{- define "llm-semantic-cache.envoyGateway.secretSources" -}}
{{- with .Values.envoyGateway.tls }}
{{- if .enabled }}
- secret:
    name: {{ .secretName }}
    items: [{ key: tls.crt, path: tls/tls.crt }, { key: tls.key, path: tls/tls.key }]
{{- with .clientCaSecretName }}
- secret: { name: {{ . }}, items: [{ key: ca.crt, path: tls/client-ca.crt }] }
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
What the cache may ask Envoy to wait longer, ms. Envoy Gateway cannot set max_message_timeout, without which Envoy gives no more
time: waiting for an identical call has to fit into messageTimeoutMs, after the lookup and with 50 ms for the way.
*/}}
{{- define "llm-semantic-cache.envoyGateway.maxMessageTimeoutMs" -}}
{{- with .Values.extProc -}}
{{- sub (int .messageTimeoutMs) (add (int .lookupBudgetMs) 50) | max 1 -}}
{{- end -}}
{{- end -}}

{{/* What values.schema.json cannot say. */}}
{{- define "llm-semantic-cache.envoyGateway.validate" -}}
{{- $eg := .Values.envoyGateway -}}
{{- if not $eg.targets -}}
{{- fail "envoyGateway.targets: is empty, so nothing would be cached; name Gateways or HTTPRoutes" -}}
{{- end -}}
{{- if and $eg.tls.clientCaSecretName (not $eg.tls.enabled) -}}
{{- fail "envoyGateway.tls.clientCaSecretName: needs envoyGateway.tls.enabled" -}}
{{- end -}}
{{- with $eg.envoyProxy -}}
{{- if and .clientCertSecretName (not (and .enabled $eg.tls.enabled)) -}}
{{- fail "envoyGateway.envoyProxy.clientCertSecretName: needs envoyGateway.envoyProxy.enabled and envoyGateway.tls.enabled" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* {NAMESPACE: [{group, kind, name, sectionName?}, …]} of envoyGateway.targets, as JSON: a policy reaches its own namespace only. */}}
{{- define "llm-semantic-cache.envoyGateway.targets" -}}
{{- $byNamespace := dict -}}
{{- range .Values.envoyGateway.targets -}}
{{- $namespace := default $.Release.Namespace .namespace -}}
{{- $target := merge (dict "group" "gateway.networking.k8s.io") (omit . "namespace") -}}
{{- $_ := set $byNamespace $namespace (append (get $byNamespace $namespace | default list) $target) -}}
{{- end -}}
{{- toJson $byNamespace -}}
{{- end -}}

{{/* The same of the Gateways whose request bodies are to fit: those that are named, and those that are targets. */}}
{{- define "llm-semantic-cache.envoyGateway.gateways" -}}
{{- $names := list -}}
{{- range .Values.envoyGateway.clientTrafficPolicy.gateways -}}
{{- $names = append $names (contains "/" . | ternary . (printf "%s/%s" $.Release.Namespace .)) -}}
{{- end -}}
{{- range .Values.envoyGateway.targets -}}
{{- if eq .kind "Gateway" -}}
{{- $names = append $names (printf "%s/%s" (default $.Release.Namespace .namespace) .name) -}}
{{- end -}}
{{- end -}}
{{- $byNamespace := dict -}}
{{- range uniq $names -}}
{{- $parts := splitList "/" . -}}
{{- $target := dict "group" "gateway.networking.k8s.io" "kind" "Gateway" "name" (last $parts) -}}
{{- $_ := set $byNamespace (first $parts) (append (get $byNamespace (first $parts) | default list) $target) -}}
{{- end -}}
{{- toJson $byNamespace -}}
{{- end -}}

{{/* One item of `extProc`: as templates/_envoy.tpl, in Envoy Gateway's words. */}}
{{- define "llm-semantic-cache.envoyGateway.extProc" -}}
{{- $ep := .Values.extProc -}}
{{- $eg := .Values.envoyGateway -}}
backendRefs:
  - group: ''
    kind: Service
    name: {{ include "llm-semantic-cache.fullname" . }}
    namespace: {{ .Release.Namespace }}
    port: 50051
# Without the cache everything goes on as if it had never been there.
failOpen: {{ $ep.failOpen }}
# Longest wait for the cache at each step; its own lookup budget is shorter ({{ int $ep.lookupBudgetMs }} ms).
messageTimeout: {{ int $ep.messageTimeoutMs }}ms
# Bodies stay with Envoy unless the cache asks for one: requests that it may answer, responses that it may keep. `body` is left
# out on purpose: Buffered would turn large prompts into 413s, FullDuplexStreamed cannot fail open.
processingMode:
  allowModeOverride: true
  request:
    {{- with $eg.requestAttributes }}
    attributes: {{ toJson . }}
    {{- else }} {}
    {{- end }}
  response:
    # Tells the upstream's answers from Envoy's own replies, which are never kept.
    attributes: [response.code_details]
{{- with $eg.metadataNamespaces }}
metadata:
  accessibleNamespaces: {{ toJson . }}
{{- end }}
backendSettings:
  timeout: { tcp: { connectTimeout: {{ int $ep.connectTimeoutMs }}ms } }
  circuitBreaker:
    # Each request in flight holds one stream, for as long as its answer streams by.
    maxParallelRequests: {{ int $ep.maxConcurrent }}
    maxPendingRequests: {{ int $ep.maxConcurrent }}
    # A new connection before the limit of Node's HTTP/2 server on resets of streams.
    maxRequestsPerConnection: {{ int $ep.callsPerConnection }}
  # A request's body goes to the cache in one message, and a hit's answer comes in one.
  connection: { bufferLimit: {{ int $ep.requestBodyBytes }} }
  http2: { initialStreamWindowSize: {{ max 65536 (int $ep.requestBodyBytes) }} }
{{- end -}}
