/** The phones page in a browser. */
import { type Browser } from 'playwright-core';
import { type Sandbox, startSandbox } from '../../sandbox/server.mts';
import { until } from '../support/patience.mts';
import { newPage, PATIENCE_MS, startBrowser } from './browser.mts';
import { PhonesPage } from './phones-page.mts';

const [A, B, C] = ['+61411111111', '+61422222222', '+61433333333'] as const;

let browser: Browser;
let sandbox: Sandbox;
let phones: PhonesPage;
const problems: string[] = [];

/** Sends through ClickSend, whose history says the name that it was sent from. */
async function clickSend(to: string, body: string, more: object = {}): Promise<void> {
	const answer = await fetch(`${sandbox.url}/clicksend/v3/sms/send`, {
		method: 'POST',
		headers: {
			authorization: `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ messages: [{ to, body, from: 'Alerts', ...more }] }),
	});
	expect(answer.status).toBe(200);
}

async function goTone(to: string, message: string): Promise<void> {
	const answer = await fetch(`${sandbox.url}/gotone/api/v3/sms/send`, {
		method: 'POST',
		headers: {
			authorization: 'Bearer 1|gotone-sandbox-token',
			accept: 'application/json',
			'content-type': 'application/json',
		},
		body: JSON.stringify({ recipient: to, sender_id: 'Alerts', type: 'plain', message }),
	});
	expect(answer.status).toBe(200);
}

/** Sends, and waits until the page shows it. */
async function arrive(to: string, text: string, more?: object): Promise<void> {
	await clickSend(to, text, more);
	await phones.shows(to, text);
}

const eventually = (what: string, look: () => unknown) => until(what, PATIENCE_MS, look);

beforeAll(async () => {
	browser = await startBrowser();
}, 20 * 60_000);
afterAll(async () => {
	await browser?.close();
});

beforeEach(async () => {
	sandbox = await startSandbox();
	const page = await newPage(browser, { width: 1200, height: 800 });
	page.on('pageerror', ({ message }) => problems.push(message));
	page.on('console', (message) => {
		// It reconnects, which is reported, when a test ends.
		if (message.type() === 'error' && !message.text().includes('net::ERR_')) {
			problems.push(message.text());
		}
	});
	phones = new PhonesPage(page, `${sandbox.url}/`);
	await phones.open();
});
afterEach(async () => {
	await phones.page.context().close();
	await sandbox.close();
	expect(problems).toEqual([]);
});

describe('conversations', () => {
	test('stay where they are when another phone gets something', async () => {
		for (const [number, text] of [
			[A, 'one'],
			[B, 'two'],
			[C, 'three'],
		] as const) {
			await arrive(number, text);
		}
		const before = await phones.numbers();
		expect(before).toEqual([A, B, C]);
		const boxes = () => Promise.all([A, B, C].map((number) => phones.phone(number).boundingBox()));
		const places = await boxes();
		const input = phones.phone(B).getByLabel(`Reply from ${B}`);
		await input.fill('half a rep');
		const first = await phones.phone(B).locator('.bubble').first().elementHandle();

		for (let n = 0; n < 6; n++) await arrive(C, `more for C ${n}`);
		await arrive(B, 'more for B');
		await arrive('+61444444444', 'a phone that is new');
		sandbox.reply({ from: C, to: 'Alerts', text: 'and a reply' });
		await phones.shows(C, 'and a reply');

		expect(await phones.numbers()).toEqual([...before, '+61444444444']);
		expect(await boxes()).toEqual(places);
		expect(await input.inputValue()).toBe('half a rep');
		expect(await input.evaluate((element) => element === document.activeElement)).toBe(true);
		// A click that has begun needs the same element at its end.
		expect(await first?.evaluate((element) => element.isConnected)).toBe(true);
	});

	test('a text that arrives while the page loads stays', async () => {
		const { page } = phones;
		let isAnswered = false;
		await page.route(
			'**/__sandbox/messages*',
			async (route) => {
				const before = await route.fetch();
				await clickSend(A, 'meanwhile');
				await page.waitForTimeout(500); // its event comes first
				await route.fulfill({ response: before });
				isAnswered = true;
			},
			{ times: 1 },
		);
		await page.reload();
		await eventually('the list from before', () => isAnswered);
		await page.waitForTimeout(500);
		await phones.shows(A, 'meanwhile');
	});

	test('come newest first after a reload, and then keep their place', async () => {
		await arrive(A, 'one');
		await arrive(B, 'two');
		await arrive(A, 'three');
		await arrive(B, 'four');
		expect(await phones.numbers()).toEqual([A, B]);
		await phones.page.reload();
		await phones.shows(B, 'four');
		expect(await phones.numbers()).toEqual([B, A]);
		await arrive(A, 'five');
		expect(await phones.numbers()).toEqual([B, A]);
	});

	test('leave the reader where he reads; who is at the end sees what arrives', async () => {
		for (let n = 0; n < 12; n++) await clickSend(A, `Line ${n}`);
		await phones.shows(A, 'Line 11');
		const thread = phones.phone(A).locator('.thread');
		const fromEnd = () =>
			thread.evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
		await eventually('the end', async () => (await fromEnd()) < 30);
		await arrive(A, 'seen at the end');
		await eventually('the end', async () => (await fromEnd()) < 30);
		await thread.evaluate((e) => (e.scrollTop = 40));
		await arrive(A, 'out of sight');
		expect(await thread.evaluate((e) => e.scrollTop)).toBe(40);
	});

	test('that are out of sight are one click away when they get something', async () => {
		for (let n = 10; n < 30; n++) await clickSend(`+614111111${n}`, `Hello ${n}`);
		await phones.shows('+61411111129', 'Hello 29');
		await phones.phone('+61411111129').scrollIntoViewIfNeeded();
		await phones.page.evaluate(() => scrollTo({ top: 0 }));
		await arrive('+61411111129', 'Look here');
		await phones.page.getByRole('button', { name: /^New on/ }).click();
		await eventually('the phone in sight', async () => {
			const box = await phones.phone('+61411111129').boundingBox();
			return box && box.y >= 0 && box.y < 800;
		});
	});

	test('show the day of each message, and the whole time on hover', async () => {
		await arrive(A, 'today');
		const dayAgo = new Date(Date.now() - 24 * 3600_000).toISOString();
		const reply = { from: A, to: 'Alerts' };
		sandbox.reply({ ...reply, text: 'long ago', at: '2026-01-05T10:00:00Z' });
		sandbox.reply({ ...reply, text: 'yesterday', at: dayAgo });
		await phones.shows(A, 'yesterday');
		expect(await phones.phone(A).locator('.day').allInnerTexts()).toEqual([
			expect.stringMatching(/January 5, 2026/),
			'Yesterday',
			'Today',
		]);
		const texts = await phones.phone(A).locator('.bubble').allInnerTexts();
		expect(texts).toEqual(['long ago', 'yesterday', 'today']);
		const time = phones.phone(A).locator('time').first();
		expect(await time.getAttribute('title')).toMatch(/Monday, January 5, 2026 .*\d:00:00/);
	});
});

describe('a reply', () => {
	test('says where it goes, and goes there', async () => {
		await arrive(A, 'one');
		await expect(phones.phone(A).locator('.route').innerText()).resolves.toMatch(
			/Replies go to\s+ClickSend · Alerts/,
		);
		await phones.reply(A, 'ACK');
		expect(sandbox.replies()).toMatchObject([{ from: A, to: 'Alerts', provider: 'clickSend' }]);
		await phones.phone(A).getByText('Reply to ClickSend · Alerts').waitFor();
	});

	test('goes to the provider that the user chooses, where two use the same name', async () => {
		await arrive(A, 'one');
		await goTone(A, 'two');
		await phones.shows(A, 'two');
		const choice = phones.phone(A).getByLabel(`Where replies from ${A} go`);
		expect(await choice.inputValue()).toContain('goToneSms'); // it sent last
		await choice.selectOption({ label: 'ClickSend · Alerts' });
		await goTone(A, 'three');
		await phones.shows(A, 'three');
		await phones.reply(A, 'to the first');
		await choice.selectOption({ label: 'GoTone · Alerts' });
		await phones.reply(A, 'to the second');
		expect(sandbox.replies().map(({ provider }) => provider)).toEqual(['clickSend', 'goToneSms']);
	});
});

test('“Mark delivered” and “Mark undelivered” are reports of the carrier', async () => {
	await arrive(A, 'one');
	const mark = (state: string) =>
		phones.phone(A).getByRole('button', { name: `Mark ${state}: message to ${A}` });
	expect(await mark('delivered').innerText()).toBe('Mark delivered');
	for (const [state, name] of [
		['undelivered', /^\s*Undelivered/],
		['delivered', /^\s*Delivered/],
	] as const) {
		await mark(state).click();
		await phones.phone(A).locator('.state', { hasText: name }).waitFor();
		expect(sandbox.messages()).toMatchObject([{ state }]);
		await mark(state).and(phones.page.locator('[aria-pressed="true"]')).waitFor();
		// The keyboard stays where it is.
		expect(await mark(state).evaluate((e) => e === document.activeElement)).toBe(true);
	}
	expect(await phones.page.locator('#count-delivered').innerText()).toBe('1');
	await arrive(B, 'later', { schedule: Math.floor(Date.now() / 1000) + 600 });
	expect(await phones.phone(B).getByRole('button', { name: /Mark/ }).count()).toBe(0);
});

test('what the sandbox refuses is shown, and the page stays live', async () => {
	await arrive(A, 'one');
	const id = sandbox.messages()[0]?.id;
	sandbox.reset();
	await phones.page.getByText('No messages yet').waitFor();
	// As text: jest would compile the import.
	await phones.page.evaluate(
		`import('/page/remote.js').then(({ post }) => post('carrier', { messageId: '${id}', state: 'delivered' }))`,
	);
	await phones.page.getByRole('alert').getByText(`No provider accepted a message`).waitFor();
	expect(await phones.page.locator('#live').innerText()).toBe('Live');
	problems.length = 0; // the browser reports the 400 itself
});

describe('links in texts', () => {
	const linksOf = (number: string) => phones.phone(number).locator('.bubble a');

	test('open in a new tab, which learns nothing of the page', async () => {
		const address = `${sandbox.url}/?from=a-text`;
		await arrive(A, `Server down.\n${address}`);
		const link = linksOf(A);
		expect(await link.innerText()).toBe(address);
		const opened = phones.page.context().waitForEvent('page');
		await link.click();
		const page = await opened;
		await page.waitForLoadState();
		expect(page.url()).toBe(address);
		expect(await page.evaluate('[window.opener, document.referrer]')).toEqual([null, '']);
		// The page itself stays.
		expect(phones.page.url()).toBe(phones.url);
	});

	test('are those to web pages only; everything else of a text stays text', async () => {
		const attempts = [
			'javascript:alert(1) JaVaScRiPt://x/%0aalert(1) data:text/html,<b>x</b> file:///etc/passwd',
			'<a href="https://evil.example">x</a><img src=x onerror="document.title=1">',
			'https://a.example/"onmouseover="document.title=1" https://b.example/?q=<script>alert(1)</script>',
			'http:// https://[ http://%zz/ //c.example ftp://d.example mailto:e@f.example',
			'See (https://g.example/h), https://i.example/j?k=l&m=n#o. HTTPS://P.EXAMPLE!!!',
		];
		for (const text of attempts) await arrive(A, text);
		sandbox.reply({ from: A, to: 'Alerts', text: 'javascript:alert(2) https://q.example/r' });
		await phones.shows(A, 'q.example');
		const found = await linksOf(A).evaluateAll((all) =>
			all.map((one) => [one.textContent, one.getAttribute('href'), one.getAttribute('rel')]),
		);
		const rel = 'noopener noreferrer';
		expect(found).toEqual(
			[
				'https://evil.example',
				'https://a.example/',
				'https://b.example/?q=',
				'https://g.example/h',
				'https://i.example/j?k=l&m=n#o',
				'HTTPS://P.EXAMPLE',
				'https://q.example/r',
			].map((address) => [address, address, rel]),
		);
		const texts = await phones.phone(A).locator('.bubble').allTextContents();
		expect(texts).toEqual([...attempts, 'javascript:alert(2) https://q.example/r']);
		expect(await phones.page.locator('.bubble :not(a, mark)').count()).toBe(0);
	});

	test('are searched as the text around them', async () => {
		await arrive(A, 'Look at https://a.example/status, please');
		await phones.page.getByLabel('Search by').fill('at https://a.ex');
		const marks = phones.phone(A).locator('.bubble mark');
		await marks.first().waitFor();
		expect(await marks.allTextContents()).toEqual(['at ', 'https://a.ex']);
		await phones.page.getByLabel('Search by').fill('a');
		await eventually('all marks', async () => (await marks.count()) === 5);
		expect(await phones.phone(A).locator('.bubble').textContent()).toBe(
			'Look at https://a.example/status, please',
		);
	});
});

describe('the search', () => {
	const search = (text: string) => phones.page.getByLabel('Search by').fill(text);
	const marks = (number: string) => phones.phone(number).locator('mark').allInnerTexts();

	test('marks what it finds, in texts, senders, references and numbers', async () => {
		await arrive(A, 'FIRING DiskFull on db1, diskfull again', { custom_string: 'alert-77' });
		await arrive(B, 'All is well');
		await search('DISKfull');
		await eventually('the marks', async () => (await marks(A)).length > 0);
		expect(await marks(A)).toEqual(['DiskFull', 'diskfull']);
		expect(await phones.numbers()).toEqual([A]);
		for (const [text, found] of [
			['alert-77', ['alert-77']],
			['+6142 222', []],
			['4111', ['4111']],
			['lert', ['lert', 'lert']],
		] as const) {
			await search(text);
			expect(await marks(found.length > 0 ? A : B)).toEqual(
				found.length > 0 ? found : ['+6142222'],
			);
		}
		await search('<b>');
		await phones.page.getByText('No phone matches').waitFor();
		await search('');
		expect(await phones.numbers()).toEqual([A, B]);
		expect(await marks(A)).toEqual([]);
	});

	test('scrolls to what it finds, even among earlier messages that are not shown', async () => {
		for (let n = 0; n < 60; n++) await clickSend(A, n === 7 ? 'the needle' : `straw ${n}`);
		await phones.shows(A, 'straw 59');
		const thread = phones.phone(A).locator('.thread');
		expect(await thread.innerText()).not.toContain('needle');
		await search('needle');
		await eventually('the needle in sight', () =>
			thread.evaluate((element) => {
				const box = element.querySelector('mark')?.getBoundingClientRect();
				const { top, bottom } = element.getBoundingClientRect();
				return box !== undefined && box.top >= top && box.bottom <= bottom;
			}),
		);
		await phones.phone(A).getByText('60 messages, 1 found').waitFor();
		await search('');
		await phones.shows(A, 'straw 59');
	});
});

test.each([false, true])('can be read (dark: %s): every text has enough contrast', async (dark) => {
	const page = await newPage(browser, { dark });
	const other = new PhonesPage(page, `${sandbox.url}/`);
	await other.open();
	await clickSend(A, 'FIRING DiskFull https://a.example/disk');
	await other.reply(A, 'ACK disk https://a.example/disk');
	await page.getByLabel('Search by').fill('disk');
	await page.locator('mark').first().waitFor();
	const faint = await page.evaluate(() => {
		const canvas = document.createElement('canvas').getContext('2d', {
			willReadFrequently: true,
		});
		if (!canvas) throw new Error('no canvas');
		/** Paints a colour over another, and returns what is seen. */
		const over = (colors: string[]) => {
			canvas.clearRect(0, 0, 1, 1);
			for (const color of colors) {
				canvas.fillStyle = color;
				canvas.fillRect(0, 0, 1, 1);
			}
			return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
		};
		const light = (rgb: number[]) => {
			const [r = 0, g = 0, b = 0] = rgb.map((value) => {
				const part = value / 255;
				return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
			});
			return 0.2126 * r + 0.7152 * g + 0.0722 * b;
		};
		const backgrounds = (element: Element | null): string[] =>
			element
				? [...backgrounds(element.parentElement), getComputedStyle(element).backgroundColor]
				: ['white'];
		const shown = [...document.querySelectorAll('.phone *')].filter(
			(element) =>
				element.checkVisibility() &&
				[...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
		);
		return shown
			.map((element) => {
				const behind = backgrounds(element);
				const a = light(over(behind));
				const b = light(over([...behind, getComputedStyle(element).color]));
				const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
				return `${element.className || element.tagName}: ${contrast.toFixed(1)}`;
			})
			.filter((line) => Number(line.split(': ')[1]) < 4.5);
	});
	expect(faint).toEqual([]);
	await page.context().close();
});
