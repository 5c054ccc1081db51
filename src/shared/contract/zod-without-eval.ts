/**
 * Tells zod to parse without generated code, before any schema is made.
 *
 * The content policy of the page forbids code from text; zod tries whether it may, and each try is
 * a violation. So this is the first import of the page, ahead of everything that has a schema.
 */
import { z } from 'zod';

z.config({ jitless: true });
