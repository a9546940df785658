/** This dialect's name, as policies, entries and metrics carry it. */
export const OPENAI_CHAT = 'openai-chat';
