/** A bound so loose that few labels tell whether it is kept; half of the hits are checked. */
export const BOUNDED_POLICY = {
  name: 'test',
  lookup: { scoreThreshold: 0.2, verify: 'off' },
  store: { ttl: 3600 },
  maxFalseHitRate: 0.3,
  checks: { share: 50, youngShare: 50, confidence: 0.6 },
};
