{{/* The cache: its configuration, its container and its volumes, the same in every mode. */}}

{{/*
config.yaml. Of the root and "listen", the section `listen`. What extProc and store of the values decide is not decided by
`config`, so Envoy's settings and the cache's always fit.
*/}}
{{- define "llm-semantic-cache.config" -}}
{{- $values := .root.Values -}}
{{- $ep := $values.extProc -}}
{{- $moreTimeMs := $ep.maxMessageTimeoutMs -}}
{{- if eq $values.mode "envoy-gateway" -}}
{{- $moreTimeMs = include "llm-semantic-cache.envoyGateway.maxMessageTimeoutMs" .root -}}
{{- end -}}
{{- $limits := dict
  "lookup-budget" (printf "%vms" (int $ep.lookupBudgetMs))
  "max-message-timeout" (printf "%vms" (int $moreTimeMs))
  "request-body" (int $ep.requestBodyBytes)
  "drain" (printf "%vs" (int $values.cache.drainSeconds)) -}}
{{- $admin := dict "address" (printf "%s:%v" $values.cache.adminHost (int $values.cache.adminPort)) -}}
{{- if $values.cache.adminTokenSecretName -}}
{{- range $values.cache.adminTokenSecretEntries -}}
{{- $_ := set $admin (printf "%s-file" .) (printf "/etc/llm-semantic-cache/admin/%s" .) -}}
{{- end -}}
{{- end -}}
{{- $own := dict
  "listen" .listen
  "admin" $admin
  "store" (include "llm-semantic-cache.store" $values | fromYaml)
  "annotations" (dict "file" "/etc/pod-info/annotations") -}}
{{- $config := mustMergeOverwrite (deepCopy $values.config) $own (dict "limits" $limits) -}}
{{- toYaml $config -}}
{{- end -}}

{{- define "llm-semantic-cache.store" -}}
kind: {{ .store.kind }}
prompts: {{ .store.prompts }}
{{- if .store.encryption.secretName }}
encryption:
  keys: /etc/encryption-keys
  active: {{ .store.encryption.active | quote }}
{{- end }}
{{- if eq .store.kind "embedded" }}
path: /var/lib/llm-semantic-cache
max-bytes: {{ .store.embedded.maxBytes }}
max-entries: {{ int .store.embedded.maxEntries }}
{{- else }}
{{- $es := .store.elasticsearch }}
{{- with $es.nodes }}
nodes: {{ toJson . }}
{{- end }}
{{- with $es.cloudId }}
cloud-id: {{ . | quote }}
{{- end }}
{{- with $es.username }}
username: {{ . | quote }}
{{- end }}
{{- with $es.caFingerprint }}
ca-fingerprint: {{ . | quote }}
{{- end }}
{{- $files := dict
  "partitionKey" "partition-key-file"
  "apiKey" "api-key-file"
  "bearerToken" "bearer-token-file"
  "password" "password-file"
  "ca" "ca-file"
  "clientCert" "client-cert-file"
  "clientKey" "client-key-file" }}
{{- range $value, $key := $files }}
{{- with index $es.secretKeys $value }}
{{ $key }}: /etc/llm-semantic-cache/elasticsearch/{{ . }}
{{- end }}
{{- end }}
{{- with $es.settings }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
The container. Of the root and
  "ports"    more ports than the admin's, or none
  "probes"   the probes
  "preStop"  a command, or none
  "native"   whether it stands among the init containers
*/}}
{{- define "llm-semantic-cache.container" -}}
{{- $values := .root.Values -}}
name: llm-semantic-cache
image: {{ include "llm-semantic-cache.image" (dict "image" $values.image "default" .root.Chart.AppVersion) | quote }}
imagePullPolicy: {{ $values.image.pullPolicy }}
{{- if .native }}
# Starts before the containers that use it, and ends after them.
restartPolicy: Always
{{- end }}
args: [serve, --config, /etc/llm-semantic-cache/config.yaml]
{{- with $values.cache.extraEnv }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - { name: admin, containerPort: {{ int $values.cache.adminPort }}, protocol: TCP }
  {{- with .ports }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- .probes | nindent 0 }}
{{- with .preStop }}
lifecycle:
  preStop: { exec: { command: {{ toJson . }} } }
{{- end }}
resources:
  {{- toYaml $values.cache.resources | nindent 2 }}
securityContext:
  {{- include "llm-semantic-cache.containerSecurity" . | nindent 2 }}
volumeMounts:
  {{- include "llm-semantic-cache.volumeMounts" . | nindent 2 }}
{{- end -}}

{{/* For a container beside which others do their work: it is restarted when it hangs, but keeps nobody from serving. */}}
{{- define "llm-semantic-cache.probesBeside" -}}
livenessProbe:
  httpGet: { path: /livez, port: admin }
  initialDelaySeconds: 30
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{/* For a service of its own: it gets calls when it is ready. */}}
{{- define "llm-semantic-cache.probesOfService" -}}
startupProbe:
  httpGet: { path: /livez, port: admin }
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: { path: /readyz, port: admin }
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: { path: /livez, port: admin }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{- define "llm-semantic-cache.volumeMounts" -}}
{{- $values := .root.Values -}}
- { name: config, mountPath: /etc/llm-semantic-cache, readOnly: true }
- { name: pod-info, mountPath: /etc/pod-info, readOnly: true }
- { name: socket, mountPath: /run/llm-semantic-cache }
{{- if eq $values.store.kind "embedded" }}
- { name: store, mountPath: /var/lib/llm-semantic-cache }
{{- end }}
{{- if $values.store.encryption.secretName }}
- { name: encryption-keys, mountPath: /etc/encryption-keys, readOnly: true }
{{- end }}
{{- end -}}

{{/* The volumes above but `config`, whose source differs. Of the root, and "storeVolume": false where a claim template makes it. */}}
{{- define "llm-semantic-cache.volumes" -}}
{{- $values := .root.Values -}}
# Annotations of the pod, kept up to date: a policy by `kubectl annotate pod` needs no restart.
- name: pod-info
  downwardAPI:
    items: [{ path: annotations, fieldRef: { fieldPath: metadata.annotations } }]
# Where Envoy and the cache meet. Nobody else in the pod mounts it.
- name: socket
  emptyDir: { medium: Memory, sizeLimit: 1Mi }
{{- if and .storeVolume (eq $values.store.kind "embedded") }}
- name: store
  emptyDir: { sizeLimit: {{ $values.store.embedded.size }} }
{{- end }}
{{- with $values.store.encryption.secretName }}
- name: encryption-keys
  secret: { secretName: {{ . }}, optional: {{ $.optional }} }
{{- end }}
{{- end -}}

{{/*
Secrets that go under /etc/llm-semantic-cache, as sources of a projected volume. "optional": for pods in namespaces that may not have
them; a missing Secret would keep such a pod from starting.
*/}}
{{- define "llm-semantic-cache.secretSources" -}}
{{- $values := .root.Values -}}
{{- $optional := .optional -}}
{{- with $values.cache.adminTokenSecretName }}
- secret:
    name: {{ . }}
    items:
    {{- range $values.cache.adminTokenSecretEntries }}
    - { key: {{ . }}, path: admin/{{ . }} }
    {{- end }}
    optional: {{ $optional }}
{{- end }}
{{- if eq $values.store.kind "elasticsearch" }}
- secret:
    name: {{ $values.store.elasticsearch.secretName }}
    optional: {{ $optional }}
    items:
      {{- range compact (values $values.store.elasticsearch.secretKeys | sortAlpha) }}
      - { key: {{ . }}, path: elasticsearch/{{ . }} }
      {{- end }}
{{- end }}
{{- end -}}
