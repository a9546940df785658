import type { DialectChoice } from '../core/dialect';
import { anyReads, type Reads } from './computed';
import type { CompiledPolicy } from './policy-set';
import type { Program, Step } from './program';

/** A program with what can be told of it before any call. */
export function compiled(name: string, program: Program, dialect: DialectChoice): CompiledPolicy {
  return {
    name,
    dialect,
    program,
    looksUp: contains(program.inbound, 'lookup'),
    stores: contains(program.outbound, 'store'),
    inboundReads: readsOf(program.inbound),
    outboundReads: readsOf(program.outbound),
  };
}

function contains(steps: readonly Step[], kind: Step['kind']): boolean {
  return steps.some((step) => step.kind === kind || branchesOf(step).some((branch) => contains(branch, kind)));
}

function branchesOf(step: Step): readonly (readonly Step[])[] {
  return step.kind === 'choose' ? [...step.whens.map(({ steps }) => steps), step.otherwise] : [];
}

function readsOf(steps: readonly Step[]): Reads {
  return anyReads(steps.flatMap((step) => [...ownReads(step), ...branchesOf(step).map(readsOf)]));
}

function ownReads(step: Step): readonly Reads[] {
  switch (step.kind) {
    case 'lookup':
      return [step.identity.reads];
    case 'store':
      return [step.store.reads];
    case 'set-variable':
      return [step.value.reads];
    case 'choose':
      return step.whens.map(({ condition }) => condition.reads);
    case 'sample':
    case 'stop':
    case 'hide':
      return [];
  }
}
