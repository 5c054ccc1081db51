/**
 * A reporter of the test runner that writes down how many errors belonged to no test, because the
 * runner's own report leaves them out. The gate reads the figure where RACKLAB_STRAY_ERRORS says.
 */
import { writeFileSync } from 'node:fs';

export default class StrayErrors {
  /** @param {unknown} _modules @param {readonly unknown[]} errors */
  onTestRunEnd(_modules, errors) {
    const path = process.env['RACKLAB_STRAY_ERRORS'];
    if (path !== undefined) writeFileSync(path, String(errors.length));
  }
}
