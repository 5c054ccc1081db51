/**
 * Gives something to the person as a file, the way a browser does. Where it lands is the
 * browser's business, or the desktop's; what is in it must be none of ours.
 */

export interface FileToSave {
  readonly fileName: string;
  readonly content: Blob;
}

/** The browser has taken the file over long before this. */
const HOLD_MS = 60_000;
const NAME_LENGTH_MAX = 80;

/** Offers the file for saving. */
export function saveFile({ fileName, content }: FileToSave): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers begin to read only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), HOLD_MS);
}

/** `Loja — dia 2` → `loja-dia-2`: a name every file system takes. */
export function fileNameOf(title: string, rest: string): string {
  const plain = title.normalize('NFKD').toLowerCase();
  const name = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, NAME_LENGTH_MAX);
  return `${name === '' ? 'racklab' : name}${rest}`;
}

/** Offers a file of ours, which is JSON, for saving. */
export function saveText(file: { readonly fileName: string; readonly text: string }): void {
  const content = new Blob([file.text], { type: 'application/json' });
  saveFile({ fileName: file.fileName, content });
}
