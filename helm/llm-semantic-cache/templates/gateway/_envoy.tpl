{{/* The whole configuration of an Envoy with the cache. tools/manifests makes deploy/envoy/ from it, too. */}}

{{/*
Of
  "root"       the root
  "listener"   where clients connect: "address" (Envoy's Address), "tls" (whether it has a certificate)
  "upstreams"  as in the values
  "cache"      Envoy's Address of the cache
  "paced"      whether streamed hits may be paced
  "accessLog"  whether there is a line for each request; if not, it stands there as a comment
  "edge"       for clients elsewhere: "trustedHops", and "metrics", the Address of the page of metrics; unset on one's own machine
*/}}
{{- define "llm-semantic-cache.envoy" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $paced := .paced -}}
admin:
  address: { socket_address: { address: 127.0.0.1, port_value: 9902 } }
{{- if .listener.tls }}

# For certificates by file Envoy wants a name of its own.
node: { id: llm, cluster: llm-semantic-cache }
{{- end }}

# Envoy ends every ext_proc stream with a reset unless this is on, and Node's HTTP/2 server refuses streams after about
# 1,000 resets on a connection. The cache defends itself too; this saves the reconnects.
layered_runtime:
  layers:
    - name: static
      static_layer: { envoy.reloadable_features.ext_proc_graceful_grpc_close: true }

static_resources:
  listeners:
    - name: llm
      address: {{ .listener.address }}
      {{- if .paced }}
      # What Envoy reads ahead of a client; no body is refused for it (no 413). Which bodies are too large to be looked up is
      # `limits.request-body` of the cache on the first route; elsewhere it is this, and initial_stream_window_size for HTTP/2.
      {{- else }}
      # Request bodies larger than this pass by uncached; they are never refused (no 413). This counts for HTTP/1.1
      # clients; for HTTP/2 ones it is initial_stream_window_size below.
      {{- end }}
      per_connection_buffer_limit_bytes: {{ int $values.extProc.requestBodyBytes }}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                '@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: llm
                http2_protocol_options: { initial_stream_window_size: {{ max 65535 (int $values.extProc.requestBodyBytes) }} }
                # A stream on which nothing moves for this long is closed. Models may think for minutes.
                stream_idle_timeout: {{ int $values.gateway.streamIdleSeconds }}s
                {{- with .edge }}
                # A client is who connects, or whom the trusted proxies in front say; providers are not told.
                use_remote_address: true
                xff_num_trusted_hops: {{ int .trustedHops }}
                skip_xff_append: true
                {{- end }}
                # WebSockets (realtime APIs) go through a filter chain of their own, which the cache is no part of.
                upgrade_configs:
                  - upgrade_type: websocket
                    filters:
                      {{- include "llm-semantic-cache.envoy.router" . | nindent 22 }}
                # One line a request, with the cache's verdict{{ if not .accessLog }}:{{ else }}.{{ end }}
                {{- if .accessLog }}
                {{- include "llm-semantic-cache.envoy.accessLog" . | nindent 16 }}
                {{- else }}
                {{- regexReplaceAll "(?m)^" (include "llm-semantic-cache.envoy.accessLog" .) "# " | nindent 16 }}
                {{- end }}
                http_filters:
                  # Put authentication, authorisation and rate limits before this filter: a hit ends here, and whoever
                  # may not ask the model may not read its stored answers either.
                  - name: envoy.filters.http.ext_proc
                    typed_config:
                      {{- include "llm-semantic-cache.extProcFilter" (dict "root" .root "cluster" "semantic_cache" "paced" .paced) | nindent 22 }}
                      {{- if not .edge }}
                      # For policies that ask who calls by address, client certificate or verified token (docs/policies.md):
                      # request_attributes: [source.address, request.scheme, connection.uri_san_peer_certificate]
                      # metadata_options: { forwarding_namespaces: { untyped: [envoy.filters.http.jwt_authn] } }
                      {{- end }}
                  {{- include "llm-semantic-cache.envoy.router" . | nindent 18 }}
                route_config:
                  virtual_hosts:
                    - name: llm
                      domains: ['*']
                      routes:
                        {{- range .upstreams }}
                        {{- include "llm-semantic-cache.envoy.routes" (dict "upstream" . "paced" $paced) | nindent 24 }}
                        {{- end }}
          {{- if .listener.tls }}
          transport_socket:
            name: envoy.transport_sockets.tls
            typed_config:
              '@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
              common_tls_context:
                alpn_protocols: [h2, http/1.1]
                # By a file that Envoy watches: a renewed certificate is taken over.
                tls_certificate_sds_secret_configs:
                  - { name: server, sds_config: { path_config_source: { path: /etc/envoy/certificate.yaml } } }
          {{- end }}
    {{- with .edge }}
    # Probes and metrics for the cluster; the rest of the admin page stays in the pod.
    - name: metrics
      address: {{ .metrics }}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                '@type': type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: metrics
                http_filters:
                  {{- include "llm-semantic-cache.envoy.router" . | nindent 18 }}
                route_config:
                  virtual_hosts:
                    - name: metrics
                      domains: ['*']
                      routes:
                        {{- range list "/ready" "/stats/prometheus" }}
                        - match: { path: {{ . }}, headers: [{ name: ':method', string_match: { exact: GET } }] }
                          route: { cluster: envoy_admin }
                        {{- end }}
    {{- end }}
  clusters:
    {{- range .upstreams }}
    - {{ include "llm-semantic-cache.envoy.upstream" (dict "root" $root "upstream" .) | nindent 6 | trim }}
    {{- end }}
    - {{ include "llm-semantic-cache.extProcCluster" (dict "root" .root "cluster" "semantic_cache" "address" .cache "paced" .paced) | nindent 6 | trim }}
    {{- if .edge }}
    - name: envoy_admin
      load_assignment:
        cluster_name: envoy_admin
        endpoints:
          - lb_endpoints:
              - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 9902 } } }
    {{- end }}
{{ end -}}

{{- define "llm-semantic-cache.envoy.router" -}}
- name: envoy.filters.http.router
  typed_config: { '@type': type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }
{{- end -}}

{{- define "llm-semantic-cache.envoy.accessLog" -}}
access_log:
  - name: envoy.access_loggers.stdout
    typed_config:
      '@type': type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog
      log_format:
        text_format_source:
          inline_string: "%REQ(:METHOD)% %PATH(NQ)% %RESPONSE_CODE% %DURATION%ms [%RESP(CACHE-STATUS)%] %RESPONSE_CODE_DETAILS%\n"
{{- end -}}

{{/* What the URL of an upstream says, host and authority as YAML; "ip": whether the host is an address. */}}
{{- define "llm-semantic-cache.envoy.place" -}}
{{- $url := urlParse .url -}}
{{- $host := $url.hostname -}}
{{- $tls := eq $url.scheme "https" -}}
{{- $port := trimPrefix ":" (regexFind ":[0-9]+$" $url.host) -}}
{{- dict
  "tls" $tls
  "host" (contains ":" $host | ternary (squote $host) $host)
  "port" (int (default ($tls | ternary 443 80) $port))
  "authority" (contains ":" $url.host | ternary (squote $url.host) $url.host)
  "ip" (or (contains ":" $host) (regexMatch "^[0-9]+([.][0-9]+){3}$" $host))
  "path" (trimSuffix "/" $url.path) | toJson -}}
{{- end -}}

{{/* The routes to an upstream. Of "upstream" and "paced". */}}
{{- define "llm-semantic-cache.envoy.routes" -}}
{{- $place := include "llm-semantic-cache.envoy.place" .upstream | fromJson -}}
{{- $prefix := .upstream.prefix -}}
{{- $target := printf "%s%s" $place.path (default $prefix .upstream.replacePrefix) -}}
{{- $rewrite := ne $target $prefix -}}
{{- $route := printf "cluster: %s, timeout: 0s" .upstream.name -}}
{{- if not $place.ip -}}
{{- $route = printf "%s, host_rewrite_literal: %s" $route $place.authority -}}
{{- end -}}
{{- if .paced -}}
# Calls whose replays may be paced. Everything else goes as without pace, fail-open.
# 0s: an answer may take as long as it takes.
- match:
    safe_regex: { regex: '{{ regexQuoteMeta (trimSuffix "/" $prefix) }}(/.*)?/(completions|responses|v1/messages)' }
    headers: [{ name: ':method', string_match: { exact: POST } }]
  route: { {{ $route }}{{ if $rewrite }}, regex_rewrite: { pattern: { regex: '^{{ regexQuoteMeta $prefix }}' }, substitution: {{ $target }} }{{ end }} }
  typed_per_filter_config:
    envoy.filters.http.ext_proc:
      '@type': type.googleapis.com/envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute
      overrides:
        # All six as they are: modes cannot be overridden on the way here. A request body mode of
        # FULL_DUPLEX_STREAMED wants the trailers too; a response body mode of NONE would keep no
        # answer, and FULL_DUPLEX_STREAMED there is not spoken by the cache.
        processing_mode:
          request_header_mode: SEND
          request_body_mode: FULL_DUPLEX_STREAMED
          request_trailer_mode: SEND
          response_header_mode: SEND
          response_body_mode: STREAMED
          response_trailer_mode: SKIP
{{ else -}}
# 0s: an answer may take as long as it takes.
{{ end -}}
- match: { prefix: {{ $prefix }} }
  route: { {{ $route }}{{ if $rewrite }}, prefix_rewrite: {{ $target }}{{ end }} }
{{- end -}}

{{/* The cluster of an upstream. Of "root" and "upstream". */}}
{{- define "llm-semantic-cache.envoy.upstream" -}}
{{- $place := include "llm-semantic-cache.envoy.place" .upstream | fromJson -}}
{{- $most := int .root.Values.extProc.maxConcurrent -}}
name: {{ .upstream.name }}
{{- if not $place.ip }}
type: {{ $place.tls | ternary "LOGICAL_DNS" "STRICT_DNS" }}
# Where there is no way out by IPv6, a provider's address of that kind would be of no use.
dns_lookup_family: V4_PREFERRED
{{- end }}
connect_timeout: 5s
# Completions are slow, so many are open at once; Envoy's default is 1,024.
circuit_breakers: { thresholds: [{ max_connections: {{ $most }}, max_pending_requests: {{ $most }}, max_requests: {{ $most }} }] }
{{- if $place.tls }}
typed_extension_protocol_options:
  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
    '@type': type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
    # HTTP/2 where the provider offers it.
    auto_config: { http_protocol_options: {}, http2_protocol_options: {} }
transport_socket:
  name: envoy.transport_sockets.tls
  typed_config:
    '@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
    {{- if not $place.ip }}
    sni: {{ $place.host }}
    {{- end }}
    common_tls_context:
      validation_context:
        {{- if .upstream.caSecretName }}
        trusted_ca: { filename: /etc/envoy/ca/{{ .upstream.name }}.crt }
        {{- else }}
        # Debian and Ubuntu; Red Hat: /etc/pki/tls/certs/ca-bundle.crt; macOS, Alpine: /etc/ssl/cert.pem
        trusted_ca: { filename: /etc/ssl/certs/ca-certificates.crt }
        {{- end }}
        match_typed_subject_alt_names:
          - { san_type: {{ $place.ip | ternary "IP_ADDRESS" "DNS" }}, matcher: { exact: {{ $place.host }} } }
{{- end }}
load_assignment:
  cluster_name: {{ .upstream.name }}
  endpoints:
    - lb_endpoints:
        - endpoint: { address: { socket_address: { address: {{ $place.host }}, port_value: {{ int $place.port }} } } }
{{- end -}}
