/**
 * The sentence for a point that did not get better: its figures, each in its own unit, put into the
 * words of the language. What the points are is the engine's.
 */
import { useI18n } from 'vue-i18n';
import type { RowOf } from '../../shared/views/topology-view.ts';
import { useFigures } from '../i18n/use-figures.ts';
import { splitId } from '../i18n/use-words.ts';

type Remain = RowOf<'move'>['remains'][number];

const MIB_PER_GIB = 1_024;

/** Words for points; call inside a component's setup. */
export function useRemainText() {
  const { t, n } = useI18n();
  const figures = useFigures();

  function shown(name: string, value: string | number): string {
    if (typeof value === 'string') return value.includes(':') ? splitId(value).name : value;
    if (name.endsWith('Us')) return figures.span(value);
    if (name.startsWith('microUsd')) return figures.money(value);
    if (name === 'percent') return `${n(value, 'upToTwo')}%`;
    if (name.endsWith('Percent')) return `${n(value, 'whole')}%`;
    if (name === 'mibPerHour' || name === 'writtenMib') return figures.memory(value);
    return name === 'gib' ? figures.memory(value * MIB_PER_GIB) : n(value, 'whole');
  }

  function textOf(remain: Remain): string {
    const values = Object.fromEntries(
      Object.entries(remain.figures).map(([name, value]) => [name, shown(name, value)]),
    );
    return t(`remain.${remain.kind}`, values);
  }

  return { textOf };
}
