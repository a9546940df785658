/** Where an expression stands: `context.Response` is there in outbound only. */
export type Section = 'inbound' | 'outbound';
