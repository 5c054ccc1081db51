/**
 * A file somebody chose or dropped, as the text a call can carry, and whether it is a lab by its
 * name. What is in it is looked at by whoever opens it; here it is only read.
 */

/** How the file of a lab is called; what was packed by another program ends in `.zip`. */
export const LAB_FILE_ENDINGS = ['.racklab-lab', '.zip'] as const;

/** Whether a file is meant as a lab. */
export function isLabFile(name: string): boolean {
  const low = name.toLowerCase();
  return LAB_FILE_ENDINGS.some((ending) => low.endsWith(ending));
}

/** The bytes of a file in base64. */
export function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const text = typeof reader.result === 'string' ? reader.result : '';
      resolve(text.slice(text.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('not readable')));
    reader.readAsDataURL(file);
  });
}
