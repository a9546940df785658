import { NOTHING_SERVED } from '../core/thresholds';
import { bandEdges, bandOf } from './bands';
import { createRecentChecks, type Estimate } from './recent-checks';
import { createRegions, isHopeless, isInDoubt, widestRegion, type Region } from './regions';
import { createReserve } from './reserve';

export interface LearnerSettings {
  /** Greatest share of semantic hits that may be false, 0 to 1, exclusive. */
  readonly maxFalseHitRate: number;
  /** That the bound is kept, such as 0.95; 0 to 1, exclusive. */
  readonly confidence: number;
  /** Least score that may ever be served: the mode's or the policy's own threshold. */
  readonly configured: number;
  /** Share of hits that are checked once their scores are well supported, such as 0.02. */
  readonly checkShare: number;
  /** The same while they are young or in doubt, such as 0.2. */
  readonly youngShare: number;
}

/** What was found out of one candidate. */
export interface ScoredLabel {
  readonly score: number;
  readonly same: boolean;
}

/**
 * Learns from labels how low a score may be served. Starts with nothing served. Deterministic in the order of labels: replicas that fold the
 * same ones have the same threshold. The guarantee and what it assumes: docs/false-hit-bound.md.
 */
export interface ThresholdLearner {
  /** Labels of scores below `configured` teach nothing. */
  learn(label: ScoredLabel): void;
  /** Candidates at or above are served; `NOTHING_SERVED`: none are. */
  readonly threshold: number;
  /** Share of hits with this score that should also go upstream, 0 to 1; 1 where none are served. */
  checkShare(score: number): number;
  /** Whether a candidate with this score, not served for it, should be compared with the upstream's answer. */
  wantsNearMiss(score: number): boolean;
  /** Of the last hits that were checked (at most 1,000). */
  readonly estimate: Estimate;
}

/** Of near misses in a band all regions of which are hopeless: they would only drive better labels out of the log. */
const HOPELESS_SHARE = 0.25;

export function createThresholdLearner(settings: LearnerSettings): ThresholdLearner {
  const { maxFalseHitRate: bound, confidence, configured, checkShare } = settings;
  const edges = bandEdges(configured);
  const regions = createRegions(edges.length, bound, 1 - confidence);
  const checks = createRecentChecks(confidence);
  const youngShare = Math.max(settings.youngShare, checkShare);
  const reserve = createReserve({ bound, confidence, least: checkShare, most: youngShare });
  let served: Region | undefined;
  let threshold = NOTHING_SERVED;
  /** Of the candidates of each band: those that are labelled. */
  let shares: readonly number[] = edges.map(() => 1);
  let labels = 0;

  function settle(): void {
    served = widestRegion(regions, served);
    threshold = served === undefined ? NOTHING_SERVED : (edges[served.to] ?? NOTHING_SERVED);
    const ofHits = served === undefined || isInDoubt(served) ? youngShare : reserve.share();
    shares = labelledShares(regions, served, ofHits);
  }

  return {
    learn({ score, same }) {
      const band = bandOf(edges, score);
      if (band < 0) return;
      labels += 1;
      const share = shares[band] ?? 1;
      if (score >= threshold) {
        checks.add(same);
        reserve.add(same, share);
      }
      for (const region of regions)
        if (band <= region.to) region.evidence.add(same, leastShare(shares, region) / share);
      settle();
    },
    get threshold() {
      return threshold;
    },
    checkShare(score) {
      return score >= threshold ? (shares[bandOf(edges, score)] ?? 1) : 1;
    },
    wantsNearMiss(score) {
      return score < threshold && spread(score, labels) < (shares[bandOf(edges, score)] ?? 0);
    },
    get estimate() {
      return checks.estimate();
    },
  };
}

/** One for each band. A near miss teaches all regions that its band belongs to: the region of the same number and all wider ones. */
function labelledShares(regions: readonly Region[], served: Region | undefined, ofHits: number): readonly number[] {
  let ofNearMisses = HOPELESS_SHARE;
  return regions.reduceRight<number[]>((shares, region) => {
    if (!isHopeless(region)) ofNearMisses = 1;
    shares[region.to] = served !== undefined && region.to <= served.to ? ofHits : ofNearMisses;
    return shares;
  }, []);
}

/**
 * Of the bands of a region the one that is labelled least: a label of another counts so much less. Then the labels stand for the region's traffic.
 * Near misses are labelled the less the lower they are, so it is the first band or the last.
 */
function leastShare(shares: readonly number[], { to }: Region): number {
  const [first, last] = [shares[0] ?? 1, shares[to] ?? 1];
  return first < last ? first : last;
}

/** Looks random, 0 to 1, but is the same in every replica, and knows nothing of what the comparison will say. */
function spread(score: number, labels: number): number {
  return (score * 982_451.653 + labels * 0.618_033_988_749_895) % 1;
}
