import type { ModelChoice, OfferedModel } from '@/api/generated';
import { isChoice } from '../api/list-models';

/**
 * The model that the server takes where none is chosen: the user's default, else the instance's, else
 * the first on offer, the demo last. `common` is `undefined` to those who may not read the instance's;
 * then the answer is `null` where it could be one of several.
 */
export function defaultChoice(
  models: OfferedModel[],
  own: ModelChoice | null,
  common: ModelChoice | null | undefined,
): ModelChoice | null {
  const wanted = [own, common ?? null].find((choice) => models.some((model) => isChoice(model, choice)));
  if (wanted) return wanted;
  const first = models.find(({ connection_kind }) => connection_kind !== 'demo') ?? models[0];
  if (first === undefined) return null;
  // The instance's default is one of those for everybody.
  const others = models.some((model) => model.system && model !== first);
  return common === undefined && others ? null : { connection_id: first.connection_id, model: first.id };
}

/** Reads `connection_id/model`; the model's own name may contain slashes. */
export function parseChoice(text: string | null | undefined): ModelChoice | null {
  const at = text?.indexOf('/') ?? -1;
  if (text == null || at < 0) return null;
  return { connection_id: text.slice(0, at), model: text.slice(at + 1) };
}
