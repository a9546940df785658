/** A model as calls name it, and the key of its prices in LiteLLM's list. */
export interface ListedModel {
  readonly model: string;
  readonly key: string;
  /** Whether versions are named by their day, such as gpt-4o-2024-08-06. */
  readonly dated?: true;
}

const dated = (...names: readonly string[]): readonly ListedModel[] =>
  names.map((model) => ({ model, key: model, dated: true }));
const under = (prefix: string, ...names: readonly string[]): readonly ListedModel[] =>
  names.map((model) => ({ model, key: prefix + model }));

/**
 * Chat models whose name says who is paid. Open models that several hosts sell under one name at different prices are left out, but for
 * names that only one of them uses. Azure's deployments are named by their owners, most often like the model.
 */
export const LISTED: readonly ListedModel[] = [
  // OpenAI
  ...dated('gpt-6-astra', 'gpt-6-sol', 'gpt-6-luna', 'gpt-6.1-sol', 'gpt-6.1-terra'),
  ...dated('gpt-5.6', 'gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna', 'gpt-5.5', 'gpt-5.5-pro'),
  ...dated('gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.4-pro', 'gpt-5.2', 'gpt-5.2-pro', 'gpt-5.1'),
  ...dated('gpt-5', 'gpt-5-mini', 'gpt-5-nano', 'gpt-5-pro'),
  ...under('', 'gpt-5-chat-latest', 'gpt-5.1-chat-latest'),
  ...dated('gpt-4.1', 'gpt-4.1-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4o-mini', 'gpt-4-turbo', 'gpt-4'),
  ...dated('gpt-3.5-turbo', 'o1', 'o3', 'o3-pro', 'o3-mini', 'o4-mini'),
  // Azure's names where they differ
  ...under('azure/', 'gpt-35-turbo', 'gpt-5-chat', 'gpt-5.1-chat'),
  // Anthropic
  ...dated(
    'claude-opus-5-5',
    'claude-opus-5',
    'claude-opus-4-8',
    'claude-opus-4-7',
    'claude-opus-4-6',
    'claude-opus-4-5',
  ),
  ...dated('claude-sonnet-5-5', 'claude-sonnet-5', 'claude-sonnet-4-6', 'claude-sonnet-4-5'),
  ...dated('claude-haiku-5-5', 'claude-haiku-4-5', 'claude-fable-5-1', 'claude-fable-5'),
  // Google
  ...under(
    'gemini/',
    'gemini-4-argon',
    'gemini-4-hydrogen',
    'gemini-3.8-flash',
    'gemini-3.7-flash',
    'gemini-3.6-flash',
  ),
  ...under('gemini/', 'gemini-3.5-flash', 'gemini-3.5-flash-lite', 'gemini-3.1-pro-preview', 'gemini-3.1-flash-lite'),
  ...under('gemini/', 'gemini-3-flash-preview', 'gemini-2.5-pro', 'gemini-2.5-flash', 'gemini-2.5-flash-lite'),
  // Mistral
  ...under('mistral/', 'mistral-large-latest', 'mistral-large-2512', 'mistral-medium-latest', 'mistral-medium-2604'),
  ...under('mistral/', 'mistral-small-latest', 'mistral-small-2603', 'magistral-medium-latest', 'codestral-latest'),
  ...under('mistral/', 'ministral-3b-latest', 'ministral-8b-latest', 'ministral-14b-latest'),
  // DeepSeek
  ...under('', 'deepseek-v4-pro', 'deepseek-v4-flash', 'deepseek-chat', 'deepseek-reasoner'),
  // xAI
  ...under('xai/', 'grok-4.7', 'grok-4.6', 'grok-4.5', 'grok-4.3'),
  // Llama, by names that only one host uses
  ...under('fireworks_ai/', 'accounts/fireworks/models/llama-v3p3-70b-instruct'),
  ...under('', 'meta.llama3-3-70b-instruct-v1:0'),
  { model: 'databricks-llama-4-maverick', key: 'databricks/databricks-llama-4-maverick' },
];
