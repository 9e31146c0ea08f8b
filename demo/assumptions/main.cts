import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awinDocument } from './document.cts';

// Built into demo/dist/assumptions.
writeFileSync(join(__dirname, '../../../docs/awin.md'), awinDocument());
