{{/* What mode gateway adds to the pod of the cache. */}}

{{- define "llm-semantic-cache.gateway.envoy" -}}
{{- $address := contains "[" .Values.cache.adminHost | ternary "'::', ipv4_compat: true" "0.0.0.0" -}}
{{- $socketAddress := printf "{ socket_address: { address: %s, port_value: %%d } }" $address -}}
{{- include "llm-semantic-cache.envoy" (dict
  "root" .
  "listener" (dict "address" (printf $socketAddress 8080) "tls" (not (empty .Values.gateway.tlsSecretName)))
  "upstreams" .Values.gateway.upstreams
  "cache" (printf "{ pipe: { path: %s } }" (include "llm-semantic-cache.socket" .))
  "paced" .Values.gateway.paced
  "accessLog" .Values.gateway.accessLog
  "edge" (dict "trustedHops" .Values.gateway.trustedHops "metrics" (printf $socketAddress 9903))) -}}
{{- end -}}

{{- define "llm-semantic-cache.gateway.container" -}}
{{- $envoy := .Values.gateway.envoy -}}
name: envoy
image: {{ include "llm-semantic-cache.image" (dict "image" $envoy.image "default" "") | quote }}
imagePullPolicy: {{ $envoy.image.pullPolicy }}
args:
  - --config-path
  - /etc/envoy/envoy.yaml
  - --log-level
  - {{ $envoy.logLevel }}
  # Not one for each core of the node.
  - --concurrency
  - {{ int $envoy.concurrency | quote }}
  # It would need shared memory, and there is no second Envoy here.
  - --disable-hot-restart
ports:
  - { name: http, containerPort: 8080, protocol: TCP }
  - { name: envoy-metrics, containerPort: 9903, protocol: TCP }
startupProbe:
  httpGet: { path: /ready, port: envoy-metrics }
  periodSeconds: 2
  failureThreshold: 60
# Fails from the beginning of a drain on.
readinessProbe:
  httpGet: { path: /ready, port: envoy-metrics }
  periodSeconds: 5
  timeoutSeconds: 3
livenessProbe:
  httpGet: { path: /ready, port: envoy-metrics }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
lifecycle:
  # SIGTERM would cut answers off. The cache's own hook drains this Envoy, and ends it as soon as nothing is under way.
  preStop: { sleep: { seconds: {{ int .Values.gateway.drainSeconds }} } }
resources:
  {{- toYaml $envoy.resources | nindent 2 }}
securityContext:
  {{- include "llm-semantic-cache.containerSecurity" . | nindent 2 }}
volumeMounts:
  - { name: envoy, mountPath: /etc/envoy, readOnly: true }
  - { name: socket, mountPath: /run/llm-semantic-cache }
{{- end -}}

{{- define "llm-semantic-cache.gateway.volumes" -}}
- name: envoy
  projected:
    sources:
      - configMap: { name: {{ include "llm-semantic-cache.fullname" . }}-envoy }
      {{- with .Values.gateway.tlsSecretName }}
      - secret:
          name: {{ . }}
          items: [{ key: tls.crt, path: tls/tls.crt }, { key: tls.key, path: tls/tls.key }]
      {{- end }}
      {{- range .Values.gateway.upstreams }}
      {{- if .caSecretName }}
      - secret: { name: {{ .caSecretName }}, items: [{ key: ca.crt, path: ca/{{ .name }}.crt }] }
      {{- end }}
      {{- end }}
{{- end -}}

{{/* The command that drains Envoy, as a JSON list: of the cache's container, for Envoy's has none that could. */}}
{{- define "llm-semantic-cache.gateway.preStop" -}}
{{- list "node" "/app/dist/src/main.js" "drain-envoy" "--admin" "http://127.0.0.1:9902" "--within" (printf "%ds" (int .Values.gateway.drainSeconds)) | toJson -}}
{{- end -}}

{{/* What values.schema.json cannot say of the upstreams. */}}
{{- define "llm-semantic-cache.gateway.validate" -}}
{{- $earlier := list -}}
{{- range $upstream := .Values.gateway.upstreams -}}
{{- range $earlier -}}
{{- if eq .name $upstream.name -}}
{{- fail (printf "gateway.upstreams: two have the name %q" .name) -}}
{{- end -}}
{{- if hasPrefix .prefix $upstream.prefix -}}
{{- fail (printf "gateway.upstreams: %q would never be called, as %q stands before it and its prefix %q fits, too; list longer prefixes first" $upstream.name .name .prefix) -}}
{{- end -}}
{{- end -}}
{{- $earlier = append $earlier $upstream -}}
{{- end -}}
{{- end -}}
