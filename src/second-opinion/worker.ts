import type { Opinion } from '../core/second-opinion';
import { workOff } from '../onnx/worker-loop';
import { openPairEngine, type TextPair } from './engine';
import type { PairModelConfig } from './model-config';
import { selfCheck } from './self-check';

/** Entry of a worker thread that compares pairs of texts. */
void workOff<PairModelConfig, TextPair, Opinion>({
  open: async ({ dir, config }) => {
    const engine = await openPairEngine(dir, config);
    await selfCheck(engine);
    return { run: (pairs) => engine.judge(pairs), release: () => engine.network.release() };
  },
});
