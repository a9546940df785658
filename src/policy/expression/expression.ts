import { PolicyFault } from '../../core/errors';
import type { Computed } from '../computed';
import { formatPlace, type SourceText } from '../place';
import type { Findings } from '../problems';
import { bindExpression } from './bind-expression';
import { alwaysReturns, bindStatement, RETURNED } from './bind-statement';
import { createBinder, type Binder, type Facts } from './binder';
import { parse } from './parse';
import { EvaluationFault, startRun, type Run } from './run';
import type { Section } from './section';
import type { Statement } from './syntax';
import { SyntaxProblem } from './token-cursor';

export type { Section };

/**
 * A policy expression of Azure API Management, "@(…)" or "@{ … }" with its brackets: the documented subset of C# that docs/policies.md lists.
 * `undefined` when it is outside of it; `findings` then says what and where. Nothing but the call is within its reach; its steps and the
 * text that it makes are bounded. https://learn.microsoft.com/azure/api-management/api-management-policy-expressions
 */
export function compileExpression(
  source: SourceText,
  section: Section,
  findings: Findings,
): Computed<unknown> | undefined {
  const facts: Facts = { problems: [], reads: { requestBody: false, responseBody: false }, slots: 1 };
  const evaluate = prepare(createBinder({ text: source.text, section, facts }, bindExpression));
  if (facts.problems.length > 0) {
    findings.problems.push(...facts.problems.map(({ at, text }) => `${formatPlace(source.placeOf(at))}: ${text}`));
    return undefined;
  }
  return {
    source: source.text,
    reads: facts.reads,
    of: (call) => evaluated(evaluate, startRun(call, facts.slots), source),
  };
}

/** What is wrong with it is in the binder's facts afterwards. */
function prepare(binder: Binder): (run: Run) => unknown {
  try {
    const tree = parse(binder.text);
    return tree.kind === 'block' ? prepareBlock(binder, tree) : binder.bind(tree).run;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    binder.problem(error.offset, error.message);
    return () => null;
  }
}

function prepareBlock(binder: Binder, block: Statement): (run: Run) => unknown {
  const execute = bindStatement(binder, block);
  if (!alwaysReturns(block))
    binder.problem(block.end - 1, 'the block can end without a return; every way through it needs one');
  return (run) => {
    execute(run);
    return run.locals[RETURNED];
  };
}

function evaluated(evaluate: (run: Run) => unknown, run: Run, source: SourceText): unknown {
  try {
    return evaluate(run);
  } catch (error) {
    if (!(error instanceof EvaluationFault) && !(error instanceof PolicyFault)) throw error;
    throw new PolicyFault(`${formatPlace(source.placeOf(run.at))}: ${error.message}`);
  }
}
