/**
 * Properties of images, galleries and terms. Numbers come formatted; what they mean is decided by
 * the rows.
 */
import type { RowOf } from '../../shared/views/topology-view.ts';
import { linkFact, type Fact, type FactTools } from './fact-kit.ts';

/** What is listed of whatever machines are made from. */
export function imageFacts(
  row: RowOf<'managedImage' | 'imageDefinition' | 'gallery' | 'terms'>,
  tools: FactTools,
): Fact[] {
  switch (row.kind) {
    case 'managedImage':
      return managedImageFacts(row, tools);
    case 'imageDefinition':
      return definitionFacts(row, tools);
    case 'gallery':
      return galleryFacts(row);
    default:
      return termsFacts(row, tools);
  }
}

/** What an image outside a gallery holds, and what it costs. */
function managedImageFacts(row: RowOf<'managedImage'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  return [
    { key: 'baseImage', value: row.base },
    { key: 'generation', value: row.generation },
    { key: 'imageState', value: words(`imageState.${row.state}`) },
    { key: 'used', value: `${figures.disk(row.usedGib)} / ${figures.disk(row.osDiskGib)}` },
    ...(row.from === undefined ? [] : linkFact('takenFrom', row.from)),
    { key: 'patchLevel', value: figures.whole(row.contents.patchLevel) },
    {
      key: 'applications',
      value:
        row.contents.applications.map(({ name }) => name).join(', ') || words('form.noneListed'),
    },
    { key: 'madeFromIt', value: figures.whole(row.machines.length) },
    { key: 'priceMonth', value: figures.moneyPerMonth(row.microUsdPerHour) },
  ];
}

/** What all versions of a definition have in common, and what they cost together. */
function definitionFacts(row: RowOf<'imageDefinition'>, tools: FactTools): Fact[] {
  const { figures, words } = tools;
  return [
    ...linkFact('gallery', row.gallery),
    { key: 'system', value: words(`osKind.${row.os}`) },
    { key: 'generation', value: row.generation },
    { key: 'imageState', value: words(`imageState.${row.state}`) },
    {
      key: 'versions',
      value: row.versions.map(({ version }) => version).join(', ') || words('form.noneListed'),
    },
    { key: 'priceMonth', value: figures.moneyPerMonth(row.microUsdPerHour) },
  ];
}

/** What is kept in a gallery. */
function galleryFacts(row: RowOf<'gallery'>): Fact[] {
  return row.definitions.flatMap((id) => linkFact('definition', id));
}

/** When terms were accepted. */
function termsFacts(row: RowOf<'terms'>, { figures }: FactTools): Fact[] {
  return [{ key: 'acceptedAt', value: figures.clock(row.acceptedAtUs).time }];
}
