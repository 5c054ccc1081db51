/**
 * What a machine can be made from, as choices: one's own images first, newest versions by name,
 * then the marketplace. It only lists; whether one fits is decided when it is asked for.
 */
import type { CatalogueOptions } from '../../shared/contract/contract.ts';
import type { RowOf } from '../../shared/views/topology-view.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

type ListRows = <K extends 'managedImage' | 'imageDefinition'>(kind: K) => RowOf<K>[];

/** Own images, gallery images and the marketplace; `also` is offered whatever it is. */
export function imageChoices(
  list: ListRows,
  catalogue: CatalogueOptions | undefined,
  also = '',
): Choice[] {
  const own = list('managedImage').map(({ id, name, base, group }) => {
    return { value: id, label: name, note: `${base}, ${group}` };
  });
  const gallery = list('imageDefinition')
    .filter(({ versions }) => versions.length > 0)
    .map(({ id, name, versions }) => ({
      value: id,
      label: name,
      note: versions.map(({ version }) => version).join(', '),
    }));
  const listed = (catalogue?.images ?? []).map(({ alias, urn }) => {
    return { value: alias, label: alias, note: urn };
  });
  const all = [...gallery, ...own, ...listed];
  const isThere = also === '' || all.some(({ value }) => value === also);
  return isThere ? all : [{ value: also, label: also, note: '' }, ...all];
}

/** The system of an image by its choice; undefined: nobody knows such an image. */
export function osOfImage(
  list: ListRows,
  catalogue: CatalogueOptions | undefined,
  value: string,
): string | undefined {
  const listed = catalogue?.images.find(({ alias }) => alias === value);
  const own = [...list('managedImage'), ...list('imageDefinition')].find(({ id }) => id === value);
  return listed?.os ?? own?.os;
}
