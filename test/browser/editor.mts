/** n8n's editor, used as a person uses it. */
import { type Locator, type Page } from 'playwright-core';
import { OWNER } from '../../demo/rest.mts';
import { until } from '../support/patience.mts';
import { PATIENCE_MS } from './browser.mts';

/** Without line breaks and runs of blanks, which depend on the width of a panel. */
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();

export class Editor {
	/** The clicks of the user so far. */
	clicks = 0;
	/** Errors in the console of the browser, except for requests to other machines. */
	readonly problems: string[] = [];

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		page.on('pageerror', ({ message }) => this.problems.push(message));
		page.on('console', (message) => {
			const text = message.text();
			if (message.type() === 'error' && !text.includes('net::ERR_')) this.problems.push(text);
		});
	}

	/** Logs in without the form, and opens an empty workflow. */
	async start(): Promise<void> {
		const { email, password } = OWNER;
		const answer = await this.page.request.post(`${this.url}/rest/login`, {
			data: { emailOrLdapLoginId: email, password },
		});
		if (!answer.ok()) throw new Error(`n8n refused the login: ${answer.status()}`);
		await this.newWorkflow();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`, { waitUntil: 'domcontentloaded' });
		await this.id('canvas-plus-button').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`, { waitUntil: 'domcontentloaded' });
		// A hundred nodes take a while.
		await this.page
			.locator('.vue-flow__node')
			.first()
			.waitFor({ timeout: 2 * PATIENCE_MS });
	}

	/** The newest element with n8n's name for tests: dialogs come last. */
	id(name: string): Locator {
		return this.page.getByTestId(name).last();
	}

	/** The open panel of a node. */
	get panel(): Locator {
		return this.page.getByTestId('ndv').first();
	}

	/** The input of a field, in the open dialog or panel. */
	field(name: string, within = this.panel): Locator {
		return within.getByTestId(`parameter-input-${name}`).locator('input, textarea').first();
	}

	async click(target: Locator): Promise<void> {
		await target.click();
		this.clicks += 1;
	}

	/** Clicks into a field and types. */
	async type(target: Locator, text: string): Promise<void> {
		await this.click(target);
		await target.fill(text);
	}

	/** Opens the panel of a node of the open workflow, as its address does. */
	async openNode(name: string, id: string): Promise<void> {
		const workflow = /\/workflow\/[^/?]+/.exec(this.page.url())?.[0] ?? '';
		// The editor's own router: to load the page again would take seconds.
		await this.page.evaluate((path) => {
			const app = document.querySelector('#app') as unknown as {
				__vue_app__: {
					config: { globalProperties: { $router: { replace(path: string): Promise<unknown> } } };
				};
			};
			return app.__vue_app__.config.globalProperties.$router.replace(path).then(() => undefined);
		}, `${workflow}/${id}`);
		await this.panel
			.getByTestId('node-title-container')
			.filter({ hasText: name })
			.first()
			.waitFor();
	}

	/** Executes the node of the open panel, and waits for its end. */
	async execute(): Promise<void> {
		await this.click(this.panel.getByTestId('node-execute-button').first());
		await this.output.locator('[data-test-id^="node-run-status"]').first().waitFor();
	}

	get output(): Locator {
		return this.panel.getByTestId('output-panel');
	}

	/** What the user reads in the output of the open panel: items, hints, or the error. */
	async outputText(): Promise<string> {
		return plain(await this.output.innerText());
	}

	/** Waits until the output of the open panel has a sentence; returns the output. */
	async sees(sentence: string): Promise<string> {
		let seen = '';
		const look = async () => (seen = await this.outputText()).includes(sentence);
		await until(`“${sentence}”`, PATIENCE_MS / 2, look).catch((error: unknown) => {
			throw new Error(`${String(error)}. The output says: ${seen}`);
		});
		return seen;
	}
}
