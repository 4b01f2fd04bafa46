/** Debian's Chromium, which reaches this machine only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page, selectors } from 'playwright-core';
import { ensureChromium } from '../../demo/chromium.mts';

const FLAGS = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
	...['--disable-background-networking', '--disable-component-update'],
	// Every other host fails at once. A route that aborts would switch off the cache.
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** On a busy machine, the editor takes this long to load. */
export const PATIENCE_MS = 60_000;

/** The addresses of requests to other machines that were answered: there must be none. */
export const foreign: string[] = [];

export async function startBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id'); // n8n's
	return await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
}

/** A page in a context of its own, as in a new window. */
export async function newPage(
	browser: Browser,
	{ width = 1500, height = 950, dark = false } = {},
): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width, height },
		colorScheme: dark ? 'dark' : 'light',
		...(PICTURES && { deviceScaleFactor: 2 }),
	});
	context.setDefaultTimeout(PATIENCE_MS);
	const page = await context.newPage();
	page.on('requestfinished', (request) => {
		const { protocol, hostname, href } = new URL(request.url());
		if (protocol.startsWith('http') && hostname !== '127.0.0.1') foreign.push(href);
	});
	return page;
}

/** A folder to which the suite writes pictures: `PICTURES=docs/images npm run test:browser`. */
const PICTURES = process.env.PICTURES;

export type Clip = NonNullable<Parameters<Page['screenshot']>[0]>['clip'];

/** Takes a picture of what the user sees, if pictures are wanted. */
export async function picture(page: Page, name: string, clip?: Clip): Promise<void> {
	if (!PICTURES) return;
	mkdirSync(PICTURES, { recursive: true });
	await page.screenshot({ path: join(PICTURES, `${name}.png`), ...(clip && { clip }) });
}
