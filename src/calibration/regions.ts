import { createEvidence, type Evidence } from './evidence';

/** All scores from the lower edge of a band up to 1: what is served if the edge is the threshold. */
export interface Region {
  /** Its laxest band; the strictest is 0. */
  readonly to: number;
  /** That of all candidates in the region together no more are false than the bound allows. */
  readonly evidence: Evidence;
}

/**
 * One region for each band. They share the allowed error evenly, so the chance that one whose rate is above the bound is ever opened is at most
 * `error`, a quarter of it in fact: see OPENING_CAPITAL.
 */
export function createRegions(bands: number, bound: number, error: number): readonly Region[] {
  return Array.from({ length: bands }, (_, to) => ({ to, evidence: createEvidence(bound, error / bands) }));
}

/** At 1 the evidence is as strong as the confidence asks for: a region with less is not served. */
const SERVING_CAPITAL = 1;
/**
 * One is opened only with more: so much that one false label does not close it again. It also leaves room for bad luck: of few hits more can be
 * false than their true rate says.
 */
const OPENING_CAPITAL = 4;

/** @param laxest the region that is served, if any */
export function widestRegion(regions: readonly Region[], laxest: Region | undefined): Region | undefined {
  return regions.findLast((region) => {
    // What lies within a served region is served already.
    const needed = laxest !== undefined && region.to <= laxest.to ? SERVING_CAPITAL : OPENING_CAPITAL;
    return region.evidence.capital >= needed;
  });
}

/** Served, but one more false label would end it. */
export function isInDoubt(region: Region): boolean {
  return region.evidence.capital < OPENING_CAPITAL;
}

/** So many labels were false that it will take long until it is served, if ever. */
export function isHopeless(region: Region): boolean {
  return region.evidence.capital < region.evidence.start / 20;
}
