// npm run docs: writes docs/operations.md anew.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { FILE, generate, written } from './document.mts';
import { ROOT } from './pack.mts';

const text = await generate();
const changed = text !== written();
if (changed) writeFileSync(FILE, text);
console.log(`docs: ${path.relative(ROOT, FILE)} ${changed ? 'written' : 'was up to date'}`);
