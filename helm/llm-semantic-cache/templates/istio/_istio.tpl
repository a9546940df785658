{{/* Mode istio: the cache inside other people's pods, which istiod puts it into, and Istio's Envoys that ask it. */}}

{{- define "llm-semantic-cache.istio.cluster" -}}
llm_semantic_cache
{{- end -}}

{{/* The filter's name in the chain; what turns it on for a virtual host has to use the same. */}}
{{- define "llm-semantic-cache.istio.filter" -}}
llm-semantic-cache
{{- end -}}

{{/* What values.schema.json cannot say. */}}
{{- define "llm-semantic-cache.istio.validate" -}}
{{- $istio := .Values.istio -}}
{{- $hosts := $istio.outbound.enabled | ternary $istio.outbound.hosts list -}}
{{- if not (or $hosts $istio.inbound.ports $istio.gateways) -}}
{{- fail "istio: nothing would be cached; give istio.outbound.hosts, istio.inbound.ports or istio.gateways" -}}
{{- end -}}
{{- if .Values.files -}}
{{- fail "files: pods of other namespaces cannot mount them; write the policies into config.policies, or into the pods' annotations" -}}
{{- end -}}
{{- if and (eq .Values.store.kind "embedded") .Values.store.embedded.persistence -}}
{{- fail "store.embedded.persistence: in mode istio the store is in the pods of others, and goes with them; for one that stays use store.kind elasticsearch" -}}
{{- end -}}
{{- range $given := $hosts -}}
{{- with include "llm-semantic-cache.istio.host" $given | fromJson -}}
{{- if and .originateTls (eq (int .port) (int .targetPort)) -}}
{{- fail (printf "istio.outbound.hosts: %s: port and targetPort are both %v; the application calls port without TLS, the provider listens with TLS on targetPort" .host .port) -}}
{{- end -}}
{{- end -}}
{{- $host := $given.host -}}
{{- range (eq $.Values.store.kind "elasticsearch") | ternary $.Values.store.elasticsearch.nodes list -}}
{{- if eq (urlParse . | dig "hostname" "") $host -}}
{{- fail (printf "istio.outbound.hosts: %s is the host of a node of store.elasticsearch.nodes; the cache would ask itself for each of its own reads" $host) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A host of istio.outbound.hosts with what is not given: port 80, targetPort 443, TLS. */}}
{{- define "llm-semantic-cache.istio.host" -}}
{{- mergeOverwrite (dict "port" 80 "targetPort" 443 "originateTls" true) . | toJson -}}
{{- end -}}

{{/* Text that istiod's template engine is to leave as it is. */}}
{{- define "llm-semantic-cache.istio.literal" -}}
{{- . | replace "{{" "{{ \"{{\" }}" -}}
{{- end -}}

{{/*
The container in a pod of others: with names of ports and volumes that nobody else has, and with what `restricted` asks for of
its own, as the pod's securityContext is the application's.
*/}}
{{- define "llm-semantic-cache.istio.container" -}}
{{- $probes := include "llm-semantic-cache.probesBeside" . -}}
{{- if .Values.istio.injection.waitForCache -}}
{{- $probes = printf "%s\n%s" $probes (include "llm-semantic-cache.istio.startupProbe" .) -}}
{{- end -}}
{{- $container := include "llm-semantic-cache.container" (dict "root" . "native" false "probes" $probes) | fromYaml -}}
{{- $port := "llm-cache-admin" -}}
{{- range $container.ports -}}{{- $_ := set . "name" $port -}}{{- end -}}
{{- range list "livenessProbe" "startupProbe" -}}
{{- with get $container . -}}{{- $_ := set .httpGet "port" $port -}}{{- end -}}
{{- end -}}
{{- range $container.volumeMounts -}}{{- $_ := set . "name" (include "llm-semantic-cache.istio.volume" .name) -}}{{- end -}}
{{- $security := dict "runAsNonRoot" true "seccompProfile" (dict "type" "RuntimeDefault") -}}
{{- with .Values.istio.injection.runAsUser -}}
{{- $security = merge $security (dict "runAsUser" (int .) "runAsGroup" (int .)) -}}
{{- end -}}
{{- $_ := set $container "securityContext" (merge $container.securityContext $security) -}}
{{- toYaml $container -}}
{{- end -}}

{{/* The containers after it start when this has succeeded once: when a store is not reached, too, as the cache is ready without. */}}
{{- define "llm-semantic-cache.istio.startupProbe" -}}
startupProbe:
  httpGet: { path: /readyz, port: admin }
  periodSeconds: 1
  failureThreshold: 120
{{- end -}}

{{- define "llm-semantic-cache.istio.volume" -}}
{{- printf "llm-semantic-cache-%s" . -}}
{{- end -}}

{{- define "llm-semantic-cache.istio.volumes" -}}
{{- $given := include "llm-semantic-cache.volumes" (dict "root" . "optional" true "storeVolume" true) | fromYamlArray -}}
{{- range $given -}}{{- $_ := set . "name" (include "llm-semantic-cache.istio.volume" .name) -}}{{- end -}}
- name: {{ include "llm-semantic-cache.istio.volume" "config" }}
  projected:
    sources:
      # No ConfigMap of another namespace can be mounted, and one that is missing would keep the pod from starting.
      - downwardAPI:
          items: [{ path: config.yaml, fieldRef: { fieldPath: "metadata.annotations['llm-semantic-cache.io/config']" } }]
      {{- with include "llm-semantic-cache.secretSources" (dict "root" . "optional" true) }}
      {{- . | nindent 6 }}
      {{- end }}
{{ toYaml $given }}
{{- end -}}

{{/* The template for istiod: a partial pod, which it lays over each pod that names the template. */}}
{{- define "llm-semantic-cache.istio.injectionTemplate" -}}
{{- $listen := dict "address" (printf "unix:%s" (include "llm-semantic-cache.socket" .)) "socket-mode" "0666" -}}
{{- $config := include "llm-semantic-cache.config" (dict "root" . "listen" $listen) -}}
{{- $mount := dict "name" (include "llm-semantic-cache.istio.volume" "socket") "mountPath" "/run/llm-semantic-cache" -}}
{{ `{{- if ne (index .ObjectMeta.Annotations "llm-semantic-cache.io/inject") "true" }}` }}
# Not for this pod.
metadata: {}
{{ `{{- else }}` }}
{{ `{{- $native := ne (index .ObjectMeta.Annotations "sidecar.istio.io/nativeSidecar" | default (printf "%t" .NativeSidecars)) "false" }}` }}
{{ `{{- $gateway := has "gateway" (index .ObjectMeta.Annotations "inject.istio.io/templates" | nospace | splitList ",") }}` }}
metadata:
  labels: { {{ .Values.istio.label }}: "true" }
  annotations:
    # Already there: annotations that are empty here would be removed from the pod.
    llm-semantic-cache.io/inject: "true"
    {{ `{{- if $gateway }}` }}
    # The kubelet asks for itself: nothing takes what comes in, and a native sidecar starts before the proxy that would pass it on.
    sidecar.istio.io/rewriteAppHTTPProbers: "false"
    {{ `{{- end }}` }}
    {{ `{{- if not (isset .ObjectMeta.Annotations "llm-semantic-cache.io/config") }}` }}
    # The file that the cache reads; the cache takes over what is changed here while it runs.
    llm-semantic-cache.io/config: |
      {{- include "llm-semantic-cache.istio.literal" $config | nindent 6 }}
    {{ `{{- end }}` }}
spec:
  {{ `{{ if $native }}initContainers{{ else }}containers{{ end }}:` }}
    -
      {{- include "llm-semantic-cache.istio.literal" (include "llm-semantic-cache.istio.container" .) | nindent 6 }}
      {{ `{{- if $native }}` }}
      # Starts before the application, and ends after it.
      restartPolicy: Always
      {{ `{{- end }}` }}
  {{ `{{- if and $gateway $native }}` }}
  # A gateway's proxy is the pod's main container.
  containers:
  {{ `{{- end }}` }}
    - name: istio-proxy
      volumeMounts: [{{ toJson $mount }}]
  volumes:
    {{- include "llm-semantic-cache.istio.literal" (include "llm-semantic-cache.istio.volumes" .) | nindent 4 }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{ `{{- end }}` }}
{{- end -}}

{{/* Put into the chain before the router, so after authentication and authorisation. It does nothing until a virtual host turns it on. */}}
{{- define "llm-semantic-cache.istio.filterPatch" -}}
applyTo: HTTP_FILTER
match:
  context: {{ .context }}
  {{- include "llm-semantic-cache.istio.proxy" . | nindent 2 }}
  listener:
    portNumber: {{ int .port }}
    filterChain: { filter: { name: envoy.filters.network.http_connection_manager, subFilter: { name: envoy.filters.http.router } } }
patch:
  operation: INSERT_BEFORE
  value:
    name: {{ include "llm-semantic-cache.istio.filter" . }}
    disabled: true
    typed_config:
      {{- include "llm-semantic-cache.extProcFilter" (dict "root" .root "cluster" (include "llm-semantic-cache.istio.cluster" .)) | nindent 6 }}
{{- end -}}

{{/* Turns the filter on. Of "context" and "routes", which virtual hosts. */}}
{{- define "llm-semantic-cache.istio.hostPatch" -}}
applyTo: VIRTUAL_HOST
match:
  context: {{ .context }}
  {{- include "llm-semantic-cache.istio.proxy" . | nindent 2 }}
  routeConfiguration: {{ toJson .routes }}
patch:
  operation: MERGE
  value:
    typed_per_filter_config:
      {{ include "llm-semantic-cache.istio.filter" . }}:
        # Not FilterConfig with an empty `config`, which istiod refuses.
        '@type': type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute
        overrides: {}
{{- end -}}

{{/* Of "context" and "listener", which listeners. */}}
{{- define "llm-semantic-cache.istio.bufferPatch" -}}
applyTo: LISTENER
match:
  context: {{ .context }}
  {{- include "llm-semantic-cache.istio.proxy" . | nindent 2 }}
  listener: {{ toJson .listener }}
patch:
  operation: MERGE
  value:
    # What Envoy may hold of a request body while the cache looks at it; larger ones pass uncached, they are never refused.
    per_connection_buffer_limit_bytes: {{ int .root.Values.extProc.requestBodyBytes }}
{{- end -}}

{{- define "llm-semantic-cache.istio.clusterPatch" -}}
applyTo: CLUSTER
match:
  context: {{ .context }}
  {{- include "llm-semantic-cache.istio.proxy" . | nindent 2 }}
patch:
  operation: ADD
  value:
    {{- $pipe := dict "pipe" (dict "path" (include "llm-semantic-cache.socket" .)) }}
    {{- include "llm-semantic-cache.extProcCluster" (dict "root" .root "cluster" (include "llm-semantic-cache.istio.cluster" .) "address" $pipe) | nindent 4 }}
{{- end -}}

{{/* Istio 1.28 has Envoy 1.36, the oldest that is supported; older proxies stay as they are. */}}
{{- define "llm-semantic-cache.istio.proxy" -}}
proxy: { proxyVersion: '^(1\.(2[89]|[3-9][0-9])|[2-9]\.)' }
{{- end -}}
