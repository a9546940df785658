{{- /* The files of deploy/envoy/, made with the chart's own template: on one machine, with the cache and the upstream beside. */ -}}
{{- $at := dict "address" "{ socket_address: { address: 127.0.0.1, port_value: 10000 } }" "tls" false -}}
{{- $tcp := "{ socket_address: { address: 127.0.0.1, port_value: 50051 } }" -}}
{{- $unix := printf "{ pipe: { path: %s } }" (include "llm-semantic-cache.socket" .) -}}
{{- $local := list (dict "name" "upstream" "url" "http://127.0.0.1:8081" "prefix" "/") -}}
{{- $hosted := list (dict "name" "upstream" "url" "https://api.openai.com" "prefix" "/") -}}
{{- $usual := dict "root" . "listener" $at "upstreams" $local "cache" $tcp "paced" false "accessLog" false -}}
kind: ConfigMap
apiVersion: v1
metadata: { name: deploy-envoy }
data:
  envoy.yaml: |
    # Envoy (1.36 to 1.40) with llm-semantic-cache in front of an OpenAI-compatible server, over TCP.
    # Copy it and change four addresses; everything else can stay as it is.
    #
    #   127.0.0.1:10000   where your clients connect
    #   127.0.0.1:8081    your model server (a hosted provider by TLS: see envoy-openai.yaml)
    #   127.0.0.1:50051   llm-semantic-cache, `listen.address` of its configuration (Unix socket: see envoy-uds.yaml)
    #   127.0.0.1:9902    Envoy's own admin page and statistics; keep it private
    #
    # Check after a change: envoy --mode validate -c envoy.yaml
    # Made by tools/manifests from the chart's Envoy (npm run manifests).

    {{- include "llm-semantic-cache.envoy" $usual | printf "\n%s" | nindent 4 }}

  envoy-uds.yaml: |
    # Envoy (1.36 to 1.40) with llm-semantic-cache in front of an OpenAI-compatible server, over a Unix socket: for a cache
    # on the same machine or in the same pod (a shared volume). It differs from envoy.yaml in the last address only.
    #
    #   127.0.0.1:10000                        where your clients connect
    #   127.0.0.1:8081                         your model server (a hosted provider by TLS: see envoy-openai.yaml)
    #   /run/llm-semantic-cache/extproc.sock   llm-semantic-cache, `listen.address: unix:/run/llm-semantic-cache/extproc.sock`
    #   127.0.0.1:9902                         Envoy's own admin page and statistics; keep it private
    #
    # Envoy needs write permission on the socket: run both as one user or in one group. A socket path has 107 bytes at most.
    # Check after a change: envoy --mode validate -c envoy-uds.yaml
    # Made by tools/manifests from the chart's Envoy (npm run manifests).

    {{- include "llm-semantic-cache.envoy" (merge (dict "cache" $unix) $usual) | printf "\n%s" | nindent 4 }}

  envoy-openai.yaml: |
    # Envoy (1.36 to 1.40) with llm-semantic-cache in front of a hosted provider: clients speak plain HTTP to Envoy on this
    # machine, Envoy speaks TLS to api.openai.com. It differs from envoy.yaml in the route and in the cluster `upstream`.
    #
    #   127.0.0.1:10000      where your clients connect: OPENAI_BASE_URL=http://127.0.0.1:10000/v1
    #   api.openai.com:443   the provider; the name stands at four places below
    #   127.0.0.1:50051      llm-semantic-cache, `listen.address` of its configuration
    #   127.0.0.1:9902       Envoy's own admin page and statistics; keep it private
    #
    # The API key travels in clear between client and Envoy: keep them on one machine, or give the listener a certificate.
    # Check after a change: envoy --mode validate -c envoy-openai.yaml
    # Made by tools/manifests from the chart's Envoy (npm run manifests).

    {{- include "llm-semantic-cache.envoy" (merge (dict "upstreams" $hosted) $usual) | printf "\n%s" | nindent 4 }}

  envoy-paced.yaml: |
    # Envoy (1.37 to 1.40) with llm-semantic-cache in front of an OpenAI-compatible server, over TCP, for replays that are paced:
    # a streamed hit comes event by event, with the pause that `pace` of the policy sets, in place of one burst. It differs from
    # envoy.yaml in the first route and in the cluster `semantic_cache`.
    #
    #   127.0.0.1:10000   where your clients connect
    #   127.0.0.1:8081    your model server (a hosted provider by TLS: see envoy-openai.yaml)
    #   127.0.0.1:50051   llm-semantic-cache, `listen.address` of its configuration (Unix socket: see envoy-uds.yaml)
    #   127.0.0.1:9902    Envoy's own admin page and statistics; keep it private
    #
    # Take envoy.yaml unless clients need the pace. What it costs the calls of the first route, and only those:
    #   - They are not always failed open. Envoy hands the request body over and keeps none, so a call whose body the cache has
    #     when it dies is lost: 500. So is each call with a body from then until the health check has noticed (about a second);
    #     after that calls pass without the cache. Calls that a hanging cache holds get 500 after about three seconds.
    #   - Requests reach the upstream in chunks, without content-length.
    #   - Every request body travels to the cache and back, also those that it does not look at.
    #   - A stream that is cut off in the middle of a replay by the death of the cache is seen by the client as a reset.
    #
    # Check after a change: envoy --mode validate -c envoy-paced.yaml
    # Made by tools/manifests from the chart's Envoy (npm run manifests).

    {{- include "llm-semantic-cache.envoy" (merge (dict "paced" true) $usual) | printf "\n%s" | nindent 4 }}
