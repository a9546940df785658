import { openJudges, type Judges } from '../../src/app/judges';
import { loadSettings } from '../../src/config/load';
import { fetchModel } from '../fetch/model';

/** The model and the verifier as they are by default. */
export async function openDefaultJudges(): Promise<Judges> {
  const { embedding } = loadSettings({ argv: [], env: {} }).settings;
  return openJudges({ embedding: { ...embedding, model: await fetchModel() } });
}
