/** Opposites that are called the same in all languages. */
export const ANTONYMS = `
push/pull get/post tcp/udp import/export upload/download commit/rollback encoder/decoder encode/decode http/https ipv4/ipv6
login/logout online/offline frontend/backend input/output min/max asc/desc true/false client/server stack/queue
upgrade/downgrade merge/rebase join/split`;
