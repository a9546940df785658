import type { estypes } from '@elastic/elasticsearch';
import type { EntryFilter } from '../../core/entry';

/** The filter as a query; nothing given: everything. */
export function queryOf(filter: EntryFilter): estypes.QueryDslQueryContainer {
  const { ids, partition, policy, model, tag, createdBefore, expiredAt } = filter;
  const terms = Object.entries({ partition, policy, model, tag }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ term: { [field]: value } }],
  );
  return {
    bool: {
      filter: [
        ...terms,
        ...(ids === undefined ? [] : [{ ids: { values: [...ids] } }]),
        ...(createdBefore === undefined ? [] : [{ range: { created_at: { lt: createdBefore } } }]),
        ...(expiredAt === undefined ? [] : [{ range: { expires_at: { lte: expiredAt } } }]),
      ],
    },
  };
}
