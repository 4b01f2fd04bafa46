// For maintainers: takes pictures of the running demo for the README. Start `npm run demo`, then run
//     npx tsx demo/screenshot.mts [--port N] [--sandbox-port N]
// Needs Debian's Chromium (apt-get install chromium).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page, selectors } from 'playwright-core';
import { readFlags } from './flags.mts';
import { OWNER } from './rest.mts';

const PICTURES = join(import.meta.dirname, '../docs/images');
const MARGIN = 24;
/** Room for the name of a node, which is below its box. */
const LABEL = 60;

selectors.setTestIdAttribute('data-test-id'); // n8n's

/** A page that can only reach this machine. */
async function newPage(browser: Browser, width: number, height: number): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width, height },
		deviceScaleFactor: 2,
		colorScheme: 'light',
	});
	await context.route('**/*', (route) =>
		new URL(route.request().url()).hostname === '127.0.0.1' ? route.continue() : route.abort(),
	);
	return await context.newPage();
}

async function logIn(page: Page, editor: string): Promise<void> {
	await page.goto(`${editor}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
	await page.locator('input[name="password"]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

/** The rectangle around all nodes and notes of the canvas. */
async function aroundTheNodes(page: Page) {
	const nodes = page.locator('.vue-flow__node');
	await nodes.first().waitFor();
	await page.waitForTimeout(1500); // the canvas moves until all nodes fit
	const boxes = await Promise.all((await nodes.all()).map((node) => node.boundingBox()));
	const known = boxes.filter((box) => box !== null);
	const left = Math.min(...known.map((box) => box.x)) - MARGIN;
	const top = Math.min(...known.map((box) => box.y)) - MARGIN;
	const right = Math.max(...known.map((box) => box.x + box.width)) + MARGIN;
	const bottom = Math.max(...known.map((box) => box.y + box.height)) + LABEL;
	return { x: left, y: top, width: right - left, height: bottom - top };
}

async function picture(editor: string, phones: string): Promise<void> {
	const browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
	});
	try {
		const page = await newPage(browser, 1500, 900);
		page.setDefaultTimeout(30_000);
		await logIn(page, editor);
		await page.goto(`${editor}/home/workflows`);
		await page.getByText('Alertmanager to SMS').first().click();
		const clip = await aroundTheNodes(page);
		await page.screenshot({ path: join(PICTURES, 'workflow.png'), clip });

		const phonesPage = await newPage(browser, 1100, 650);
		await phonesPage.goto(phones);
		await phonesPage.waitForTimeout(1000); // the messages arrive as events
		await phonesPage.screenshot({ path: join(PICTURES, 'phones.png') });
	} finally {
		await browser.close();
	}
}

const { port = 5678, sandboxPort = 5680 } = readFlags(process.argv.slice(2));
mkdirSync(PICTURES, { recursive: true });
await picture(`http://127.0.0.1:${port}`, `http://127.0.0.1:${sandboxPort}/`);
console.log(`pictures are in ${PICTURES}`);
