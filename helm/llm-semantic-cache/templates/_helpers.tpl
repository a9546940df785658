{{/* Names and labels. */}}

{{- define "llm-semantic-cache.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* The release's name, once, with the chart's name in it. 40 characters leave room for suffixes. */}}
{{- define "llm-semantic-cache.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "llm-semantic-cache.name" . -}}
{{- (contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name)) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "llm-semantic-cache.selectorLabels" -}}
app.kubernetes.io/name: {{ include "llm-semantic-cache.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "llm-semantic-cache.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "llm-semantic-cache.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "llm-semantic-cache.serviceAccountName" -}}
{{- default (.Values.serviceAccount.create | ternary (include "llm-semantic-cache.fullname" .) "default") .Values.serviceAccount.name -}}
{{- end -}}

{{/* An image of values {repository, tag, digest}; "default": the tag where there is none. */}}
{{- define "llm-semantic-cache.image" -}}
{{- if .image.digest -}}
{{- printf "%s@%s" .image.repository .image.digest -}}
{{- else -}}
{{- printf "%s:%s" .image.repository (default .default .image.tag) -}}
{{- end -}}
{{- end -}}

{{/* A duration of Envoy's: seconds, from milliseconds. */}}
{{- define "llm-semantic-cache.seconds" -}}
{{- printf "%gs" (divf . 1000.0) -}}
{{- end -}}

{{/* Of every container: what Pod Security `restricted` asks for, and a root file system that nobody writes to. */}}
{{- define "llm-semantic-cache.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end -}}

{{- define "llm-semantic-cache.socket" -}}
/run/llm-semantic-cache/extproc.sock
{{- end -}}

{{- define "llm-semantic-cache.statefulSet" -}}
{{- if and (eq .Values.store.kind "embedded") .Values.store.embedded.persistence -}}true{{- end -}}
{{- end -}}

{{/* What values.schema.json cannot say: relations between values. Included once, by templates/validate.yaml. */}}
{{- define "llm-semantic-cache.validate" -}}
{{- with .Values.extProc -}}
{{- if gt (add .lookupBudgetMs 50) (int .messageTimeoutMs) -}}
{{- fail (printf "extProc.lookupBudgetMs (%v) must be at least 50 below extProc.messageTimeoutMs (%v): Envoy would go on without the cache's answer" .lookupBudgetMs .messageTimeoutMs) -}}
{{- end -}}
{{- end -}}
{{- with .Values.store -}}
{{- if eq .kind "elasticsearch" -}}
{{- $es := .elasticsearch -}}
{{- if not (or $es.nodes $es.cloudId) -}}
{{- fail "store.elasticsearch.nodes: is empty; give the URLs of the cluster's nodes, or store.elasticsearch.cloudId" -}}
{{- end -}}
{{- if and $es.nodes $es.cloudId -}}
{{- fail "store.elasticsearch.nodes and store.elasticsearch.cloudId: give one of the two" -}}
{{- end -}}
{{- if not $es.secretName -}}
{{- fail "store.elasticsearch.secretName: is empty; name a Secret that has at least the entry of store.elasticsearch.secretKeys.partitionKey" -}}
{{- end -}}
{{- $keys := $es.secretKeys -}}
{{- if gt (len (compact (list $keys.apiKey $keys.bearerToken $keys.password))) 1 -}}
{{- fail "store.elasticsearch.secretKeys: apiKey, bearerToken and password exclude each other; set the others to ''" -}}
{{- end -}}
{{- if ne (empty $keys.password) (empty $es.username) -}}
{{- fail "store.elasticsearch.username and store.elasticsearch.secretKeys.password go together" -}}
{{- end -}}
{{- if ne (empty $keys.clientCert) (empty $keys.clientKey) -}}
{{- fail "store.elasticsearch.secretKeys: clientCert and clientKey go together" -}}
{{- end -}}
{{- end -}}
{{- if ne (empty .encryption.secretName) (empty .encryption.active) -}}
{{- fail "store.encryption: secretName and active go together" -}}
{{- end -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (ne .Values.store.kind "elasticsearch") -}}
{{- fail "autoscaling.enabled: needs store.kind elasticsearch; replicas with embedded stores do not know each other's answers" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (not (dig "requests" "cpu" "" .Values.cache.resources)) -}}
{{- fail "autoscaling.enabled: needs cache.resources.requests.cpu, of which the target is a share" -}}
{{- end -}}
{{- if and (eq .Values.mode "envoy-gateway") .Values.envoyGateway.tls.enabled -}}
{{- with .Values.envoyGateway.tls -}}
{{- if not (and .secretName .caConfigMapName) -}}
{{- fail "envoyGateway.tls: needs secretName (the cache's certificate) and caConfigMapName (the authority that Envoy checks it against)" -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Seconds from the first sign of a stop to the kill: what drains, one after the other, and 10 for the end. */}}
{{- define "llm-semantic-cache.gracePeriod" -}}
{{- add (eq .Values.mode "gateway" | ternary (int .Values.gateway.drainSeconds) 5) (int .Values.cache.drainSeconds) 10 -}}
{{- end -}}

{{/* The part of the configuration that needs a restart: all but what docs/configuration.md, Reload, lists. */}}
{{- define "llm-semantic-cache.restartsWith" -}}
{{- $config := omit .Values.config "policies" "policy-files" "azure" "apis" "callers" "headers" "credential-headers" "log" -}}
{{- list $config .Values.extProc .Values.store .Values.cache .Values.envoyGateway.tls | toJson -}}
{{- end -}}
