import type { NativePolicy, PolicySources } from '../../src/policy/sources';
import { settingsOf } from '../../test/support/settings';

/** A set of policies to be loaded and asked. */
export interface PolicyCase {
  readonly name: string;
  readonly sources: PolicySources;
}

const DOCUMENTED = `<policies>
  <inbound>
    <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e" embeddings-backend-auth="system-assigned">
      <vary-by>@(context.Subscription.Id)</vary-by>
    </llm-semantic-cache-lookup>
    <rate-limit calls="10" renewal-period="60" />
  </inbound>
  <outbound><llm-semantic-cache-store duration="60" /></outbound>
</policies>`;

const CHOOSING = `<policies>
  <inbound>
    <set-variable name="tier" value="@(context.Request.Headers.GetValueOrDefault("x-tier", "free").ToLower())" />
    <choose>
      <when condition="@(!context.Request.Headers.GetValueOrDefault("Accept","").Contains("text/event-stream") && context.Request.Url.Path.EndsWith("/chat/completions"))">
        <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e" ignore-system-messages="true" max-message-count="10">
          <vary-by>@(context.Subscription.Id)</vary-by>
          <vary-by>@(context.Request.Url.Path)</vary-by>
        </llm-semantic-cache-lookup>
      </when>
    </choose>
  </inbound>
  <outbound>
    <llm-semantic-cache-store duration="@((string)context.Variables["tier"] == "gold" ? 3600 : 60)" />
  </outbound>
</policies>`;

const READING_BODY = `<policies>
  <inbound>
    <choose>
      <when condition="@(context.Request.Body.As<JObject>(preserveContent: true)["temperature"] == null)">
        <llm-semantic-cache-lookup score-threshold="0.05" embeddings-backend-id="e">
          <vary-by>@((string)context.Request.Body.As<JObject>(preserveContent: true)["user"] ?? "")</vary-by>
        </llm-semantic-cache-lookup>
      </when>
    </choose>
  </inbound>
  <outbound><llm-semantic-cache-store duration="60" /></outbound>
</policies>`;

const WITH_CONDITION = `policies:
  - name: gold
    when: '"x-tier" in request.headers && request.headers["x-tier"] == "gold" && !request.path.startsWith("/internal")'
    lookup: { similarity: 0.95, varyBy: [subscription] }
    store: { ttl: 3600 }
`;

/** The policies of a configuration file's text. */
function configured(yaml: string): PolicySources {
  const { settings } = settingsOf(yaml);
  return { ...settings, native: settings.policies };
}

function azure(text: string): PolicySources {
  const base = configured('azure: {}');
  if (base.azure === undefined) throw new Error('the configuration has no azure section');
  return { ...base, azure: { ...base.azure, global: { file: 'policy.xml', text } } };
}

/** From the plainest to the dearest; the first is what the others are compared with. */
export const CASES: readonly PolicyCase[] = [
  { name: 'default policy', sources: configured('log: { level: info }') },
  { name: 'native with a condition', sources: configured(WITH_CONDITION) },
  { name: 'Azure, the documented pair', sources: azure(DOCUMENTED) },
  { name: 'Azure, variables and choose', sources: azure(CHOOSING) },
  { name: 'Azure, reading the body', sources: azure(READING_BODY) },
];

/** `count` policies of one kind, no two alike. */
export function many(count: number): readonly PolicyCase[] {
  const base = configured(WITH_CONDITION);
  const [one] = base.native;
  if (one === undefined) throw new Error('the configuration has no policy');
  const native = numbered(count).map((n): NativePolicy => ({
    ...one,
    name: `policy-${n}`,
    when: `request.headers["x-tier"] == "tier-${n}"`,
  }));
  const apis = numbered(count).map((n) => ({
    id: `api-${n}`,
    name: '',
    version: '',
    hosts: [],
    path: `/${n}`,
    operations: [],
  }));
  const documents = numbered(count).map((n) => {
    const text = CHOOSING.replace('"gold"', `"gold-${n}"`);
    return [`api-${n}`, { file: `api-${n}.xml`, text }] as const;
  });
  const { azure: empty } = azure(DOCUMENTED);
  if (empty === undefined) throw new Error('the configuration has no azure section');
  return [
    { name: `${count} native policies with a condition`, sources: { ...base, native } },
    {
      name: `${count} Azure documents`,
      sources: {
        ...base,
        native: [],
        apis,
        azure: { ...empty, global: undefined, apis: Object.fromEntries(documents) },
      },
    },
  ];
}

function numbered(count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => n);
}
