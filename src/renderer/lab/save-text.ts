/**
 * Gives a text to the person as a file, the way a browser does. Where it lands is the browser's
 * business, or the desktop's.
 */

/** Offers the file for saving. */
export function saveText(file: { readonly fileName: string; readonly text: string }): void {
  const url = URL.createObjectURL(new Blob([file.text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(url);
}
